using Aggregator.Kit;
using CsCheck;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public class NhsNumberTests
{
    [Theory]
    [InlineData("9990001006")]
    [InlineData("999 000 1014")]
    [InlineData("999-000-1022")]
    public void Number_with_the_right_check_digit_is_read(string text) => Assert.True(NhsNumber.TryParse(text, out _));

    [Theory]
    [InlineData("9990001007")]
    [InlineData("999000100")]
    [InlineData("99900010066")]
    [InlineData("99900O1006")]
    [InlineData("٩٩٩٠٠٠١٠٠٦")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_refused(string? text) => Assert.False(NhsNumber.TryParse(text, out _));

    [Fact]
    public void Changing_any_one_digit_is_noticed() =>
        Gen.Select(Gen.Int[100_000_000, 999_999_999], Gen.Int[0, 9], Gen.Int[1, 9]).Sample((stem, place, change) =>
        {
            var valid = Enumerable.Range(0, 10).Select(check => $"{stem}{check}")
                .SingleOrDefault(text => NhsNumber.TryParse(text, out _));
            if (valid is null)
            {
                return true;
            }

            var digits = valid.ToCharArray();
            digits[place] = (char)('0' + ((digits[place] - '0' + change) % 10));
            return !NhsNumber.TryParse(new string(digits), out _);
        });
}
