using System.Text.Json;
using Aggregator.Hub.Evaluation;
using Aggregator.Hub.Rules;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Hub.Tests;

public class RepresentationTests
{
    [Fact]
    public void What_the_gateway_hands_over_is_read_as_it_was_meant()
    {
        var file = CaseFile.Read("demonstration");
        var input = file.At("D+49 18:00") with { PeopleLeftOut = 2 };

        var read = RepresentationReader.Read(ContractJson.Element(RepresentationWriter.Write(input)), input.AsAt)!;

        Assert.Equal(
            CasePrint.Print(file, new Evidence(input)),
            CasePrint.Print(file, new Evidence(read with { Register = input.Register })));
        Assert.Equal(2, read.PeopleLeftOut);
    }

    [Fact]
    public void Child_without_required_fields_is_not_evaluated()
    {
        using var child = JsonDocument.Parse("""{"__typename": "Child", "id": "P1"}""");

        Assert.Null(RepresentationReader.Read(child.RootElement, default));
    }

    [Theory]
    [InlineData(RuleCode.Under2DaNotify, "UNDER2_DA_NOTIFY")]
    [InlineData(RuleCode.ClusterU2, "CLUSTER_U2")]
    [InlineData(RuleCode.MultiAddressU1, "MULTI_ADDRESS_U1")]
    [InlineData(ScreeningOutcome.StrategyDiscussionS47, "STRATEGY_DISCUSSION_S47")]
    [InlineData(AgencyCode.POL, "POL")]
    public void Codes_are_written_as_the_contract_spells_them(object code, string spelt) =>
        Assert.Equal(spelt, ContractJson.Element(code).GetString());
}
