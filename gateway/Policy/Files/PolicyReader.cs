using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Aggregator.Policy;

/// <summary>Either a policy or every mistake in it.</summary>
/// <param name="Model">The policy, or null.</param>
/// <param name="Faults">The mistakes, by file and line; empty when there is a policy.</param>
public sealed record PolicyReading(PolicyModel? Model, ImmutableArray<PolicyFault> Faults);

/// <summary>Reads policy files. A section can stand in any file and be spread over several.</summary>
public static class PolicyReader
{
    /// <summary>The most text that is read, in characters over all files.</summary>
    public const int MaxCharacters = 2_000_000;

    /// <summary>Reads and checks all files together.</summary>
    /// <param name="texts">The files; order means nothing.</param>
    public static PolicyReading Read(IEnumerable<PolicyText> texts)
    {
        var files = texts.OrderBy(text => text.Name, StringComparer.Ordinal).ToList();
        var faults = new List<PolicyFault>();
        if (files.Sum(file => (long)file.Text.Length) > MaxCharacters)
        {
            faults.Add(new PolicyFault(
                PolicyErrors.NotAllowed, files[0].Name, 0, $"the policy is longer than {MaxCharacters} characters"));
            return new PolicyReading(null, [.. faults]);
        }

        var sections = new PolicySections(faults);
        foreach (var file in files)
        {
            ReadFile(file, sections, faults);
        }

        var model = sections.Build(HashOf(files));
        PolicyChecks.Check(model, sections, faults);
        return faults.Count == 0
            ? new PolicyReading(model, [])
            : new PolicyReading(null, [.. faults
                .Distinct()
                .OrderBy(fault => fault.File, StringComparer.Ordinal)
                .ThenBy(fault => fault.Line)
                .ThenBy(fault => fault.Message, StringComparer.Ordinal)]);
    }

    private static void ReadFile(PolicyText file, PolicySections sections, List<PolicyFault> faults)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(file.Text);
            stream.Load(reader);
            foreach (var document in stream.Documents)
            {
                foreach (var (key, section) in new PolicyNode(file.Name, document.RootNode, faults, "").Entries())
                {
                    sections.Add(key, section);
                }
            }
        }
        catch (YamlException fault)
        {
            faults.Add(new PolicyFault(
                PolicyErrors.InvalidYaml, file.Name, (int)fault.Start.Line,
                    "not YAML here: " + PlainOf(fault.Message)));
        }
    }

    // The library puts its own place in front of its message: "(Line: 1, Col: 1, Idx: 0) - (…): text".
    private static string PlainOf(string message)
    {
        var plain = message.StartsWith('(') && message.LastIndexOf("): ", StringComparison.Ordinal) is >= 0 and var end
            ? message[(end + 3)..]
            : message;
        return plain.Length == 0 ? "unexpected" : char.ToLowerInvariant(plain[0]) + plain[1..].TrimEnd('.');
    }

    private static string HashOf(List<PolicyText> files)
    {
        var all = string.Join('\0', files.Select(file => file.Name + "\0" + file.Text.ReplaceLineEndings("\n")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }
}
