using System.Buffers;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>
/// One pass over the characters before the parser sees them: counts tokens up to a limit, and does what the parser
/// leaves undone: descriptions of executable definitions (September 2025 specification, section 2.3), numbers that run
/// into a name (2.9.1), characters that are no Unicode scalar values (2.1.1).
/// </summary>
internal sealed class TokenScan
{
    /// <summary>How deep brackets of all kinds may nest together: what the parser takes at least.</summary>
    public const int MaxLevels = 60;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789+-.eE");

    private readonly string _text;
    private readonly int _maxTokens;
    private readonly List<Range> _descriptions = [];
    private int _braces;
    private int _parentheses;
    private int _brackets;
    private char _previous;
    private Range? _pending;

    private TokenScan(string text, int maxTokens)
    {
        _text = text;
        _maxTokens = maxTokens;
    }

    /// <summary>True when brackets nest too deep; the scan ends there.</summary>
    public bool IsTooDeep => _braces + _parentheses + _brackets > MaxLevels;

    /// <summary>Tokens seen; one more than the limit when there are too many.</summary>
    public int Tokens { get; private set; }

    public SyntaxFault? Fault { get; private set; }

    public static TokenScan Run(string text, int maxTokens)
    {
        var scan = new TokenScan(text, maxTokens);
        scan.Scan();
        return scan;
    }

    /// <summary>The text with descriptions of executable definitions blanked, so that every place stays.</summary>
    public string Readable()
    {
        if (_descriptions.Count == 0)
        {
            return _text;
        }

        var characters = _text.ToCharArray();
        foreach (var character in _descriptions.SelectMany(range => Enumerable.Range(range.Start.Value, Length(range))))
        {
            characters[character] = characters[character] is '\n' or '\r' ? characters[character] : ' ';
        }

        return new string(characters);
    }

    private static int Length(Range range) => range.End.Value - range.Start.Value;

    private void Scan()
    {
        for (var i = 0; i < _text.Length && Fault is null && !IsTooDeep;)
        {
            var character = _text[i];
            if (character is ' ' or '\t' or '\n' or '\r' or ',' or '\uFEFF')
            {
                i++;
            }
            else if (character == '#')
            {
                var end = _text.AsSpan(i).IndexOfAny('\n', '\r');
                i = end < 0 ? _text.Length : i + end;
            }
            else if (++Tokens > _maxTokens)
            {
                return;
            }
            else
            {
                i = Token(i, character);
            }
        }
    }

    // Returns where the token ends.
    private int Token(int start, char character)
    {
        ResolveDescription(start, character);
        var end = character switch
        {
            '"' => Text(start),
            '-' or (>= '0' and <= '9') => Number(start),
            _ => RunOf(NameCharacters, start) is var name && name > start ? name : start + 1,
        };
        _braces += character == '{' ? 1 : character == '}' ? -1 : 0;
        _parentheses += character == '(' ? 1 : character == ')' ? -1 : 0;
        _brackets += character == '[' ? 1 : character == ']' ? -1 : 0;
        _pending = character == '"' && CanDescribe() ? start..end : null;
        _previous = character;
        return end;
    }

    private bool CanDescribe() => _braces == 0 && _brackets == 0 && (_parentheses == 0
        ? _previous is '\0' or '}'
        : _parentheses == 1 && _previous is not ('=' or ':'));

    // A description is known by what follows it: a variable, or the keyword of an operation or fragment.
    private void ResolveDescription(int next, char character)
    {
        if (_pending is not { } text)
        {
            return;
        }

        var word = _text.AsSpan(next, RunOf(NameCharacters, next) - next);
        var describes = _parentheses == 1
            ? character == '$'
            : word is "query" or "mutation" or "subscription" or "fragment";
        if (describes)
        {
            _descriptions.Add(text);
        }
    }

    private int RunOf(SearchValues<char> characters, int start)
    {
        var length = _text.AsSpan(start).IndexOfAnyExcept(characters);
        return length < 0 ? _text.Length : start + length;
    }

    private int Number(int start)
    {
        var end = RunOf(NumberCharacters, start);
        if (end < _text.Length && NameCharacters.Contains(_text[end]))
        {
            Fault = new SyntaxFault("syntax error: a number runs into a name", At(end));
        }

        return end;
    }

    private int Text(int start)
    {
        var isBlock = string.CompareOrdinal(_text, start, "\"\"\"", 0, 3) == 0;
        var i = start + (isBlock ? 3 : 1);
        while (i < _text.Length && Fault is null)
        {
            var character = _text[i];
            if (isBlock && string.CompareOrdinal(_text, i, "\\\"\"\"", 0, 4) == 0)
            {
                i += 4;
            }
            else if (isBlock && string.CompareOrdinal(_text, i, "\"\"\"", 0, 3) == 0)
            {
                return i + 3;
            }
            else if (!isBlock && character is '"' or '\n' or '\r')
            {
                return i + 1;
            }
            else
            {
                i = !isBlock && character == '\\' ? Escape(i) : Scalar(i);
            }
        }

        return i;
    }

    private int Scalar(int at)
    {
        if (!char.IsSurrogate(_text[at]))
        {
            return at + 1;
        }

        if (!char.IsSurrogatePair(_text, at))
        {
            Fault = new SyntaxFault("syntax error: half of a character", At(at));
        }

        return at + 2;
    }

    private int Escape(int at)
    {
        if (Unit(at) is not { } unit || !char.IsSurrogate(unit))
        {
            return at + 2;
        }

        if (!char.IsHighSurrogate(unit) || Unit(at + 6) is not { } low || !char.IsLowSurrogate(low))
        {
            Fault = new SyntaxFault("syntax error: an escape that is half of a character", At(at));
        }

        return at + 12;
    }

    // The UTF-16 unit of an escape of four digits, or null when there is none.
    private char? Unit(int at) =>
        at + 6 <= _text.Length && _text[at] == '\\' && _text[at + 1] == 'u'
        && ushort.TryParse(
            _text.AsSpan(at + 2, 4),
            System.Globalization.NumberStyles.AllowHexSpecifier,
            System.Globalization.CultureInfo.InvariantCulture,
            out var unit)
            ? (char)unit
            : null;

    private Location At(int offset)
    {
        var before = _text.AsSpan(0, offset);
        return new Location(before.Count('\n') + 1, offset - before.LastIndexOf('\n'));
    }
}
