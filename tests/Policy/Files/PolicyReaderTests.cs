using Xunit;

namespace Aggregator.Policy.Tests;

public class PolicyReaderTests
{
    [Fact]
    public void Shipped_policy_has_no_mistakes() =>
        Assert.Empty(PolicyReader.Read(ShippedPolicy.Texts, ShippedPolicy.Supergraph).Faults
            .Select(fault => fault.ToString()));

    [Fact]
    public void Order_of_files_means_nothing() => Assert.Equal(
        PolicyReader.Read(ShippedPolicy.Texts).Model!.Hash,
        PolicyReader.Read(ShippedPolicy.Texts.Reverse()).Model!.Hash);

    // `where`: what stands on the line that is named, after the change; else what was changed.
    [Theory]
    [InlineData("roles.yaml", "GP: { title: General practitioner,", "GP: { titel: General practitioner,",
        "`roles.GP.titel` is not known here", "write one of title, grantsAs, ceiling")]
    [InlineData("roles.yaml", "GP: { title: General practitioner,", "GP: { titel: General practitioner,",
        "`roles.GP` lacks `title`", "write `title:` there")]
    [InlineData("grants-police.yaml", "SOCIAL_WORKER: [GENERALISE, CLEAR when stage>=S47]", "SOCIAL_WORKR: CLEAR",
        "`SOCIAL_WORKR` at `grants.POLICE_NARRATIVE.SOCIAL_WORKR` is no role", "or define it under `roles`")]
    [InlineData("grants-police.yaml", "SOCIAL_WORKER: [GENERALISE, CLEAR when stage>=S47]", "SOCIAL_WORKER: CLER",
        "does not say what is given", "begin with one of CLEAR, GENERALISE")]
    [InlineData("grants-police.yaml", "CLEAR when stage>=S47", "CLEAR when moonlit", "`when moonlit`",
        "write `when` or `and` with one of allocated")]
    [InlineData("grants-health.yaml", "CLEAR under SD-1", "CLEAR under SD-99",
        "`SD-99` at `grants.CHILD_IMPACT.GP` is no standing decision",
        "write one of SD-1, SD-3, SD-4, SD-5, or define it under `standingDecisions`")]
    [InlineData("grants-hub.yaml", "SOCIAL_WORKER: [CLEAR when allocated, HIDE]", "SOCIAL_WORKER: HIDE when allocated",
        "cannot have conditions", "write HIDE alone")]
    [InlineData("consent.yaml", "classes: [GP_NARRATIVE,", "classes: [ADDRESS,",
        "agreement gates only classes of tier S3, and `ADDRESS` is S4", "remove `ADDRESS` from `consent.classes`")]
    [InlineData("consent.yaml", "stages: [CONTACT, S17]", "stages: [CONTACT, S47]",
        "agreement never gates at stage S47", "remove `S47` from `consent.stages`")]
    [InlineData("consent.yaml", "REFUSED: { inScope: EXISTS", "REFUSED: { inScope: CLEAR",
        "a refusal has to leave the least, and less is left by EXPIRED, GIVEN, ", "let `REFUSED` leave no more")]
    [InlineData("break-glass.yaml", "minutes: 60", "minutes: 600", "can be at most 60", "write 60 or less")]
    [InlineData("break-glass.yaml", "ADDRESS: CLEAR", "ADDRESS: OMIT", "`breakGlass.ceilings.ADDRESS` is OMIT",
        "leave the class out")]
    [InlineData("policy.yaml", "  minimumCellSize: 10", "  minimumCellSize: 1",
        "`policy.minimumCellSize` has to be a whole number of at least 2", "write 2 or more")]
    [InlineData("policy.yaml", "    - Data protection officer, the hub (demonstration)\n", "",
        "a policy needs two different approvers", "have a second person approve it", "approvers:")]
    [InlineData("policy.yaml", "    - Data protection officer, the hub (demonstration)", "    - \"\"",
        "`policy.approvers[1]` names nobody", "write a name and office")]
    [InlineData("policy.yaml", "    - Data protection officer, the hub (demonstration)",
        "    - \" CALDICOTT guardian,  health safeguarding desk (demonstration) \"",
        "a policy needs two different approvers", "have a second person approve it", "approvers:")]
    [InlineData("transforms.yaml", "mask: \"•••\"", "mask: x", "shorter than 3 characters",
        "write 3 characters or more")]
    [InlineData("transforms.yaml", "Person.ageBand: KEEP", "PersonageBand: KEEP",
        "`PersonageBand` at `transforms.generalise.PersonageBand` is no class, and no field", "write one of ")]
    [InlineData("onward.yaml", "role: POLICE_DESK,", "role: POLICE,", "`POLICE` at `onward.POL.role` is no role",
        "or define it under `roles`")]
    [InlineData("subject-access.yaml", "WARNING_MARKER: CRIME", "WARNING_MARKER: SECRET",
        "`SECRET` at `subjectAccess.exempt.WARNING_MARKER` is no ground", "write one of SERIOUS_HARM")]
    [InlineData("reasons.yaml", "NO_RELATIONSHIP: \"*\"", "NO_RELATIONSHIP: [AUDITOR]",
        "`reasons.NO_RELATIONSHIP` is a fact about the caller", "write `NO_RELATIONSHIP: \"*\"` under `reasons`")]
    [InlineData("reasons.yaml", "  STAGE_TOO_EARLY: \"*\"\n", "", "`reasons.STAGE_TOO_EARLY`",
        "write `STAGE_TOO_EARLY: \"*\"`", "reasons:")]
    [InlineData("classes.yaml", "classes:", "clases:", "`clases` is no section", "write one of policy, roles, classes")]
    [InlineData("classes.yaml", "classes:", "clases:", "no file has the section `classes`",
        "write `classes:`", "# yaml")]
    [InlineData("purposes.yaml", "purposes:", "purposes: [", "not YAML here", "a bracket", "title: Finding")]
    public void Mistake_is_reported_with_its_place_and_cure(
        string file, string right, string wrong, string message, string cure, string? where = null)
    {
        var texts = With(file, right, wrong);
        var lines = texts.First(text => text.Name == file).Text.Split('\n');
        var line = 1 + Array.FindIndex(lines, each => each.Contains(where ?? wrong, StringComparison.Ordinal));

        var reading = PolicyReader.Read(texts);

        Assert.Null(reading.Model);
        var fault = Assert.Single(
            reading.Faults, fault => fault.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal((file, line), (fault.File, fault.Line));
        Assert.Contains(cure, fault.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy", "policy: { version: x, approvers: [a, b], minimumCellSize: 10 }")]
    [InlineData("consent", "consent: { classes: [], stages: [], states: {} }")]
    [InlineData("breakGlass", "breakGlass: { roles: [], minutes: 1, reasons: [], ceilings: {} }")]
    [InlineData("transforms", "transforms: { generalise: {}, mask: xxx }")]
    [InlineData("sealed", "sealed: { class: SEALED, shows: {} }")]
    [InlineData("subjectAccess", "subjectAccess: { exempt: {}, confidential: [] }")]
    public void Section_that_means_nothing_the_second_time_is_refused_wherever_it_stands(string section, string text)
    {
        var fault = Assert.Single(PolicyReader.Read([.. ShippedPolicy.Texts, new("zz.yaml", "\n" + text)]).Faults);

        Assert.Equal(("zz.yaml", 2, $"`{section}` is written twice"), (fault.File, fault.Line, fault.Message));
        Assert.StartsWith("keep one of the two: the first is at ", fault.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop.yml", "rename it to `stop.yaml`")]
    [InlineData("STOP.YAML", "rename it to `STOP.yaml`")]
    public void File_that_would_not_be_read_is_named(string name, string cure)
    {
        var fault = Assert.Single(PolicyReader.Read([.. ShippedPolicy.Texts, new(name, "forbids: []")]).Faults);

        Assert.Equal((name, 1), (fault.File, fault.Line));
        Assert.StartsWith(cure, fault.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("forbids:", "`forbids` has to be a list, and nothing is there", "write `[]` for none")]
    [InlineData("forbids: x", "`forbids` has to be a list", "write `[]` for none")]
    [InlineData("namedRules: { one: { roles: } }", "`namedRules.one.roles` has to be a list, and nothing is there",
        "write `[]` for none")]
    [InlineData("namedRules:", "`namedRules` has to be a mapping, and nothing is there", "write `{}` for none")]
    public void What_is_left_empty_is_told_what_it_has_to_be(string text, string message, string cure)
    {
        var fault = Assert.Single(PolicyReader.Read([.. ShippedPolicy.Texts, new("zz.yaml", text)]).Faults);

        Assert.Equal(("zz.yaml", 1, message), (fault.File, fault.Line, fault.Message));
        Assert.StartsWith(cure, fault.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classes.yaml", "agencies: [THX]", "agencies: [THXX]",
        "`THXX` at `classes.SENSITIVE_INVOLVEMENT.agencies[0]` is no agency code", "write one of ADV, AMB, CSC")]
    [InlineData("onward.yaml", "  POL: {", "  POLL: {", "`POLL` at `onward.POLL` is no agency code",
        "write one of ADV, AMB, CSC")]
    [InlineData("subject-access.yaml", "confidential: [THX,", "confidential: [THXX,",
        "`THXX` at `subjectAccess.confidential[0]` is no agency code", "write one of ADV, AMB, CSC")]
    [InlineData("consent.yaml", "    WITHDRAWN:", "    WITHDRAWED:",
        "`WITHDRAWED` at `consent.states.WITHDRAWED` is no state of agreement", "write one of GIVEN, ")]
    [InlineData("links.yaml", "  CASELOAD: {", "  CASE_LOAD: {", "`CASE_LOAD` at `links.CASE_LOAD` is no kind of link",
        "write one of ALLOCATED, ")]
    [InlineData("break-glass.yaml", "reasons: [RISK_OF_SERIOUS_HARM,", "reasons: [RISK,",
        "`RISK` at `breakGlass.reasons[0]` is no reason for breaking the glass", "write one of RISK_OF_SERIOUS_HARM")]
    [InlineData("transforms.yaml", "    Person.ageBand: KEEP", "    Person.ageBnad: KEEP",
        "`Person` has no field `ageBnad`", "ageBand")]
    [InlineData("transforms.yaml", "    Person.ageBand: KEEP", "    Parson.ageBand: KEEP",
        "the supergraph has no type `Parson`", "correct the type")]
    [InlineData("transforms.yaml", "  mask: \"•••\"", "  mask: \"•••\"\n  masks: { Person.nmae: x }",
        "`Person` has no field `nmae`", "ageBand", "Person.nmae")]
    [InlineData("standing-decisions.yaml", "      Child.alerts:", "      Child.alert:", "`Child` has no field `alert`",
        "alerts")]
    [InlineData("standing-decisions.yaml", "[Child.circleLeftOut]", "[Child.circleLeft]",
        "`Child` has no field `circleLeft`", "circleLeftOut")]
    [InlineData("standing-decisions.yaml",
        "        recipient: hub\n        role: HUB_RULES\n      - coordinates: [Informed",
        "        recipient: hubb\n        role: HUB_RULES\n      - coordinates: [Informed",
        "`hubb` at `standingDecisions.SD-1.flows[0].recipient` is no agency's id", "write one of ", "hubb")]
    public void What_agencies_and_the_hub_define_has_to_be_there(
        string file, string right, string wrong, string message, string cure, string? where = null)
    {
        Assert.NotNull(PolicyReader.Read(With(file, right, wrong)).Model);
        var texts = With(file, right, wrong);
        var lines = texts.First(text => text.Name == file).Text.Split('\n');
        var line = 1 + Array.FindIndex(lines, each => each.Contains(where ?? wrong, StringComparison.Ordinal));

        var fault = Assert.Single(PolicyReader.Read(texts, ShippedPolicy.Supergraph).Faults);

        Assert.Equal((file, line), (fault.File, fault.Line));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Contains(cure, fault.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_of_all_files_are_reported_at_once_each_with_its_line()
    {
        var texts = ShippedPolicy.Texts.Select(text => text.Name switch
        {
            "roles.yaml" => text with
            {
                Text = text.Text.Replace("ceiling: S0", "ceiling: S9",
                StringComparison.Ordinal)
            },
            "reasons.yaml" => text with { Text = text.Text.Replace("DPO]", "DPOO]", StringComparison.Ordinal) },
            _ => text,
        });

        var faults = PolicyReader.Read(texts).Faults;

        Assert.Equal(["reasons.yaml", "roles.yaml"], faults.Select(fault => fault.File).Distinct());
        Assert.All(faults, fault => Assert.True(fault.Line > 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    [InlineData("# yaml-language-server: $schema=schema.json\n# Who may see what.\n")]
    [InlineData("---\n")]
    [InlineData("---\n# nothing\n...\n")]
    [InlineData("{}\n")]
    [InlineData("~\n")]
    public void File_that_says_nothing_is_a_mistake_whichever_it_is(string text) =>
        Assert.All(ShippedPolicy.Texts, file =>
        {
            var reading = PolicyReader.Read(ShippedPolicy.Texts.Select(each => each == file
                ? file with { Text = text }
                : each));

            var fault = Assert.Single(reading.Faults);
            Assert.Equal((file.Name, 1), (fault.File, fault.Line));
            Assert.Contains("says nothing", fault.Message, StringComparison.Ordinal);
            Assert.Contains("take it out of the folder", fault.Cure, StringComparison.Ordinal);
        });

    [Theory]
    [InlineData("grants-health.yaml", "GP_NARRATIVE")]
    [InlineData("grants-hub.yaml", "SEALED")]
    [InlineData("grants-identity.yaml", "ADDRESS")]
    [InlineData("grants-police.yaml", "INTELLIGENCE")]
    [InlineData("grants-social-care.yaml", "REFERRAL_CONTENT")]
    public void File_of_grants_that_is_not_there_is_missed_by_each_class_it_was_about(string file, string cls)
    {
        var reading = PolicyReader.Read(ShippedPolicy.Texts.Where(text => text.Name != file));

        Assert.Null(reading.Model);
        Assert.All(reading.Faults, each => Assert.Equal("classes.yaml", each.File));
        var fault = Assert.Single(
            reading.Faults, fault => fault.Message.Contains($"`{cls}`", StringComparison.Ordinal));
        var lines = ShippedPolicy.Texts.First(text => text.Name == "classes.yaml").Text.Split('\n');
        Assert.StartsWith($"  {cls}:", lines[fault.Line - 1], StringComparison.Ordinal);
        Assert.Contains($"`{cls}: {{}}`", fault.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_that_nobody_gets_is_written_so() => Assert.Empty(PolicyReader.Read([
        .. With("classes.yaml", "classes:", "classes:\n  OF_NOBODY: { title: Seen by nobody, tier: S1 }"),
        new PolicyText("grants-nobody.yaml", "grants: { OF_NOBODY: {} }")]).Faults);

    private static List<PolicyText> With(string file, string right, string wrong)
    {
        Assert.Contains(ShippedPolicy.Texts, text => text.Name == file
            && text.Text.Contains(right, StringComparison.Ordinal));
        return [.. ShippedPolicy.Texts.Select(text => text.Name != file ? text
            : text with { Text = text.Text.Replace(right, wrong, StringComparison.Ordinal) })];
    }
}
