using Xunit;

namespace Aggregator.Policy.Tests;

public class PolicyReportTests
{
    [Theory]
    [InlineData("policy-table.md")]
    [InlineData("policy-table.csv")]
    public void Committed_table_is_that_of_the_shipped_policy(string file)
    {
        var path = Path.Combine(ShippedPolicy.Root, "docs", file);
        var fresh = file.EndsWith(".md", StringComparison.Ordinal)
            ? PolicyTableReport.Markdown(ShippedPolicy.Table)
            : PolicyTableReport.Csv(ShippedPolicy.Table);
        var committed = File.Exists(path) ? File.ReadAllText(path) : "";
        if (Environment.GetEnvironmentVariable("UPDATE_POLICY_TABLE") == "1")
        {
            File.WriteAllText(path, fresh);
            committed = fresh;
        }

        Assert.True(fresh == committed, $"docs/{file} is stale: run the tests once with UPDATE_POLICY_TABLE=1");
    }

    [Fact]
    public void Same_policy_has_no_differences() =>
        Assert.Empty(PolicyDiff.Between(ShippedPolicy.Table, ShippedPolicy.Table));

    [Fact]
    public void Difference_says_which_cells_reveal_more()
    {
        var model = ShippedPolicy.Table.Model;
        var grant = new Grant("GP", "POLICE_NARRATIVE", Effect.Generalise, ["ownPatient"], Stage.S47, ["DIRECT_CARE"],
            null);
        var wider = PolicyCompiler.Compile(model with { Grants = model.Grants.Add(grant) });

        Assert.Equal(
            ["reveals more: GP × POLICE_NARRATIVE for DIRECT_CARE at S47 when ownPatient: OMIT → GENERALISE"],
            PolicyDiff.Between(ShippedPolicy.Table, wider).Select(change => change.ToString()));
    }

    [Fact]
    public void Difference_backwards_says_which_cells_reveal_less()
    {
        var model = ShippedPolicy.Table.Model;
        var narrower = PolicyCompiler.Compile(model with
        {
            Forbids = model.Forbids.Add(new Forbid(["AUDITOR"], ["INFORMED"], [], Effect.Omit, "why")),
            BreakGlass = model.BreakGlass with { Ceilings = model.BreakGlass.Ceilings.Remove("ADDRESS") },
            Consent = model.Consent with { Classes = model.Consent.Classes.Remove("GP_NARRATIVE") },
        });

        Assert.Equal(
            [
                "reveals more: consent.classes.GP_NARRATIVE: gated → not gated",
                "reveals less: AUDITOR × INFORMED for AUDIT at CONTACT: CLEAR → OMIT",
                "reveals less: AUDITOR × INFORMED for AUDIT at S17: CLEAR → OMIT",
                "reveals less: AUDITOR × INFORMED for AUDIT at S47: CLEAR → OMIT",
                "reveals less: breakGlass.ceilings.ADDRESS: CLEAR → HIDE",
            ],
            PolicyDiff.Between(ShippedPolicy.Table, narrower).Select(change => change.ToString()));
    }
}
