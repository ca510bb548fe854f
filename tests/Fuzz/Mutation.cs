using System.Globalization;
using System.Text;

namespace Aggregator.Fuzzing;

/// <summary>
/// Changes texts and bytes at random. `AGGREGATOR_FUZZ` is how many times more than usual, `AGGREGATOR_SEED` where to
/// begin; `eng/deep` sets both.
/// </summary>
internal static class Mutation
{
    private static readonly string[] Pieces =
    [
        "{", "}", "(", ")", "[", "]", ":", "=", "@", "$", "!", "|", "&", "...", "\"", "\"\"\"", "\\u{1F600}", "\\uD83D",
        "#", "\n", "\0", "\uFEFF", "\ud800", "\u202E", "null", "true", "-0", "1e999", "00", "__typename", "_entities",
        " type X { x: Int } ", " @key(fields: \"id { id }\") ", " @requires(fields: \"... on X { x }\") ", "extend ",
        " @provides(fields: \"\") ", " implements X ", " @interfaceObject ", " interface ", " union U = U ", ",", "\\",
        "{\"data\":", "\"errors\":[{\"path\":[0,\"x\"]}]", "[[[[[[[[", "{\"a\":{\"a\":{\"a\":",
    ];

    public static int Rounds(int usual) => usual * Setting("AGGREGATOR_FUZZ", 1);

    public static int Seed => Setting("AGGREGATOR_SEED", 1);

    /// <summary>A text with some places cut, doubled, moved or filled with something else.</summary>
    public static string Text(Random random, string text, string other)
    {
        var changed = new StringBuilder(text);
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var at = random.Next(changed.Length + 1);
            var length = Math.Min(random.Next(24), changed.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    _ = changed.Remove(at, length);
                    break;
                case 1:
                    _ = changed.Insert(at, changed.ToString(at, length));
                    break;
                case 2 when other.Length > 0:
                    var from = random.Next(other.Length);
                    _ = changed.Insert(at, other.AsSpan(from, Math.Min(random.Next(80), other.Length - from)));
                    break;
                case 3 when random.Next(40) == 0:
                    _ = changed.Insert(at, new StringBuilder().Insert(0, Pieces[random.Next(Pieces.Length)], 5_000));
                    break;
                case 4:
                    _ = changed.Remove(at, length).Insert(at, (char)random.Next(0x10000));
                    break;
                default:
                    _ = changed.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        return changed.ToString();
    }

    /// <summary>Bytes changed as text, then cut or overwritten anywhere, in the middle of a character too.</summary>
    public static byte[] Bytes(Random random, byte[] bytes)
    {
        var changed = random.Next(2) == 0
            ? Encoding.UTF8.GetBytes(Text(random, Encoding.UTF8.GetString(bytes), ""))
            : [.. bytes];
        for (var edits = random.Next(3); edits > 0 && changed.Length > 0; edits--)
        {
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        }

        return random.Next(8) == 0 ? changed[..random.Next(changed.Length + 1)] : changed;
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
