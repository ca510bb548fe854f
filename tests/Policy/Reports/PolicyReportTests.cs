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
    public void Table_says_what_broken_glass_gives_to_whom()
    {
        var rows = PolicyTableReport.Csv(ShippedPolicy.Table).Split('\n').Select(row => row.Split(',')).ToList();
        string Glass(string cls, string role) => rows.Single(row => row[0] == cls && row[3] == role)[^1];

        Assert.Equal("\"R\"", Glass("POLICE_INCIDENT", "EMERGENCY"));
        Assert.Equal("\"C\"", Glass("POLICE_NARRATIVE", "EMERGENCY"));
        Assert.Equal("\"H\"", Glass("SEALED", "SOCIAL_WORKER"));
        Assert.Equal("\"\"", Glass("GP_NARRATIVE", "EMERGENCY"));
        Assert.Equal("\"\"", Glass("POLICE_INCIDENT", "GP"));
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

    [Theory]
    [InlineData("roles.yaml", "passesOn: allocated", "passesOn: [allocated, openEnquiry]", "roles.SOCIAL_WORKER")]
    [InlineData("roles.yaml", "Hub analyst }", "Hub analyst, broker: true }", "roles.ANALYST")]
    [InlineData("roles.yaml", ", countsOnly: true", "", "roles.DASHBOARD")]
    [InlineData("classes.yaml", "Police narrative, tier: S3", "Police narrative, tier: S2", "classes.POLICE_NARRATIVE")]
    [InlineData("classes.yaml", "Warning marker, tier: S2", "Warning marker, tier: S2, needsLink: false",
        "classes.WARNING_MARKER")]
    [InlineData("onward.yaml", "    DECISION_MAKER, SOCIAL_WORKER,", "    DECISION_MAKER, ANALYST, SOCIAL_WORKER,",
        "onward.CSC")]
    [InlineData("bases.yaml", "Legitimate interests", "Legitimate interests, overrides: GP_NARRATIVE",
        "bases.ART6_1F")]
    [InlineData("consent.yaml", "stages: [CONTACT, S17]", "stages: [CONTACT]", "consent.stages.S17")]
    [InlineData("consent.yaml", "REFUSED: { inScope: EXISTS, outOfScope: GENERALISE",
        "REFUSED: { inScope: EXISTS, outOfScope: GENERALISE, agreement: true", "consent.states.agreement.REFUSED")]
    [InlineData("break-glass.yaml", "roles: [DECISION_MAKER,", "roles: [DECISION_MAKER, GP,", "breakGlass.roles")]
    [InlineData("break-glass.yaml", "minutes: 60", "minutes: 30", "breakGlass.minutes")]
    [InlineData("standing-decisions.yaml", "Home.*]", "Home.*, Person.name]", "standingDecisions.SD-1")]
    [InlineData("reasons.yaml", "CONSENT_REFUSED: [", "CONSENT_REFUSED: [GP, ", "reasons.CONSENT_REFUSED")]
    [InlineData("transforms.yaml", "Referral.sentAt: KEEP", "Referral.content: KEEP",
        "transforms.generalise.Referral.content")]
    [InlineData("policy.yaml", "minimumCellSize: 10", "minimumCellSize: 5", "policy.minimumCellSize")]
    [InlineData("policy.yaml", "Data protection officer, the hub", "Head of the hub", "policy.approvers")]
    [InlineData("purposes.yaml", "title: Checking who saw what\n    basis: ART6_1C",
        "title: Checking who saw what\n    basis: ART6_1E", "purposes.AUDIT")]
    [InlineData("standing-decisions.yaml", "basis: ART6_1E", "basis: ART6_1C", "standingDecisions.SD-1")]
    [InlineData("subject-access.yaml", "confidential: [THX, THERAPIST]", "confidential: [THX]",
        "subjectAccess.confidential.THERAPIST")]
    [InlineData("subject-access.yaml", "confidential: [THX, THERAPIST]", "confidential: []",
        "subjectAccess.confidential.THX")]
    [InlineData("subject-access.yaml", "    POLICE_NARRATIVE: CRIME\n", "", "subjectAccess.exempt.POLICE_NARRATIVE")]
    [InlineData("subject-access.yaml", "POLICE_NARRATIVE: CRIME", "POLICE_NARRATIVE: THIRD_PARTY",
        "subjectAccess.exempt.POLICE_NARRATIVE")]
    public void Difference_beside_the_cells_is_shown_as_one_that_may_reveal_more(
        string file, string old, string wider, string setting)
    {
        var texts = ShippedPolicy.Texts.Select(text => text.Name != file ? text
            : text with { Text = text.Text.Replace(old, wider, StringComparison.Ordinal) });
        var read = PolicyReader.Read(texts);

        Assert.True(read.Model is not null, string.Join('\n', read.Faults));
        Assert.Contains(
            PolicyDiff.Between(ShippedPolicy.Table, PolicyCompiler.Compile(read.Model)),
            change => change.RevealsMore && change.Cell == setting);
    }

    [Fact]
    public void Draft_for_subject_access_that_keeps_back_more_reveals_less()
    {
        var model = ShippedPolicy.Table.Model;
        var narrower = PolicyCompiler.Compile(model with
        {
            SubjectAccess = new SubjectAccessRules(
                model.SubjectAccess.Exempt.Add("GP_NARRATIVE", "SERIOUS_HARM"),
                model.SubjectAccess.Confidential.Add("MID")),
        });

        Assert.Equal(
            [
                "reveals less: subjectAccess.confidential.MID: told → kept back",
                "reveals less: subjectAccess.exempt.GP_NARRATIVE: none → SERIOUS_HARM",
            ],
            PolicyDiff.Between(ShippedPolicy.Table, narrower).Select(change => change.ToString()));
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
