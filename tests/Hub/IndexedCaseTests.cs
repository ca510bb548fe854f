using Aggregator.Hub.Register;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>Who belongs to a case that an enquiry made: whom the index of people knows around the child. S and T are
/// shielded.</summary>
public sealed class IndexedCaseTests
{
    [Theory]
    [InlineData("C:CHILD,HOUSEHOLD M:PARENT,CARER,HOUSEHOLD", "C:CHILD M:MAIN_CARER")]
    [InlineData("C:CHILD,HOUSEHOLD M:PARENT,HOUSEHOLD F:PARENT,HOUSEHOLD", "C:CHILD M:PARENT F:PARENT")]
    [InlineData("C:CHILD,HOUSEHOLD M:CARER,HOUSEHOLD F:PARENT", "C:CHILD M:MAIN_CARER F:PARENT_ELSEWHERE")]
    [InlineData("C:CHILD G:CARER N:HOUSEHOLD", "C:CHILD G:FAMILY N:FAMILY")]
    [InlineData("C:CHILD M:PARENT,HOUSEHOLD S:PARENT,HOUSEHOLD", "C:CHILD M:MAIN_CARER S:PARENT")]
    [InlineData(
        "C:CHILD M:PARENT,HOUSEHOLD F:CARER,HOUSEHOLD S:PARENT,HOUSEHOLD", "C:CHILD M:PARENT F:PARENT S:PARENT")]
    [InlineData("C:CHILD S:PARENT,HOUSEHOLD", "C:CHILD S:MAIN_CARER")]
    [InlineData("C:CHILD S:PARENT,HOUSEHOLD T:CARER,HOUSEHOLD", "C:CHILD S:PARENT T:PARENT")]
    [InlineData("C:CHILD ?:PARENT", null)]
    [InlineData("M:PARENT", null)]
    [InlineData(null, null)]
    public void Members_are_the_childs_circle_and_nobody_is_the_main_carer_by_guess(string? circle, string? members)
    {
        var given = circle?.Split(' ').Select(member => member.Split(':')).Select(member => new
        {
            person = member[0] == "?" ? null : new { id = member[0] },
            reasons = member[1].Split(','),
        });

        var found = IndexedCase.Members(
            "C", given is null ? null : ContractJson.Element(given), new HashSet<string> { "S", "T" });

        Assert.Equal(members?.Split(' '), found?.Select(each => $"{each.Person}:{each.Part}"));
    }
}
