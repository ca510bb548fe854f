namespace Aggregator.Kit;

/// <summary>An NHS number whose check digit is right. It is data about a person, never a key.</summary>
public readonly record struct NhsNumber
{
    private const int Digits = 10;

    private NhsNumber(string value) => Value = value;

    /// <summary>Ten digits without spaces.</summary>
    public string Value { get; }

    /// <summary>Reads ten digits, spaces and hyphens between them allowed, and checks the last (modulus 11).</summary>
    /// <param name="text">For example `999 000 1006`.</param>
    /// <param name="number">The number, when true is returned.</param>
    public static bool TryParse(string? text, out NhsNumber number)
    {
        number = default;
        Span<char> digits = stackalloc char[Digits];
        var count = 0;
        foreach (var letter in text ?? "")
        {
            if (letter is ' ' or '-')
            {
                continue;
            }

            if (!char.IsAsciiDigit(letter) || count == Digits)
            {
                return false;
            }

            digits[count++] = letter;
        }

        if (count != Digits || !ChecksOut(digits))
        {
            return false;
        }

        number = new NhsNumber(new string(digits));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool ChecksOut(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var place = 0; place < Digits - 1; place++)
        {
            sum += (digits[place] - '0') * (Digits - place);
        }

        // A remainder of 1 gives check value 10, which no digit can be: such numbers are not issued.
        return (11 - (sum % 11)) % 11 == digits[^1] - '0';
    }
}
