using Aggregator.Policy;
using Xunit;

namespace Aggregator.Redaction.Tests;

public class ReleaseFactsTests
{
    [Fact]
    public void Facts_of_another_policy_decide_nothing()
    {
        var other = PolicyCompiler.Compile(CaseGraph.Table.Model with { Hash = "another" });
        var facts = new ReleaseFacts(CaseGraph.Supergraph, EffectiveLabels.Of(CaseGraph.Supergraph, other), other);
        var row = new CallerRow(
            CaseGraph.Table,
            new Caller
            {
                Role = "ANALYST",
                Agency = "HUB",
                Subject = "caller-1",
                Recipient = "desk",
                Purpose = "SAFEGUARD_ENQUIRY",
                AsAt = CaseWorld.Now,
            },
            CaseWorld.Now);

        Assert.Throws<ArgumentException>(() => new PolicyAccess(facts, row, new ScriptedRegister()));
    }
}
