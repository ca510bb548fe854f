using Xunit;

namespace Aggregator.Policy.Tests;

public class PolicyReaderTests
{
    [Fact]
    public void Shipped_policy_has_no_mistakes() =>
        Assert.Empty(PolicyReader.Read(ShippedPolicy.Texts).Faults.Select(fault => fault.ToString()));

    [Fact]
    public void Order_of_files_means_nothing() => Assert.Equal(
        PolicyReader.Read(ShippedPolicy.Texts).Model!.Hash,
        PolicyReader.Read(ShippedPolicy.Texts.Reverse()).Model!.Hash);

    [Theory]
    [InlineData("roles.yaml", "GP: { title: General practitioner,", "GP: { titel: General practitioner,",
        "`roles.GP.titel` is not known here", "`roles.GP` lacks `title`")]
    [InlineData("grants-police.yaml", "SOCIAL_WORKER: [GENERALISE, CLEAR when stage>=S47]", "SOCIAL_WORKR: CLER",
        "`SOCIAL_WORKR` at `grants.POLICE_NARRATIVE.SOCIAL_WORKR` is no role", "has to begin with CLEAR")]
    [InlineData("grants-police.yaml", "CLEAR when stage>=S47", "CLEAR when moonlit", "`when moonlit`", "stage>=S17")]
    [InlineData("grants-health.yaml", "CLEAR under SD-1", "CLEAR under SD-99", "`SD-99`", "standing decision")]
    [InlineData("grants-hub.yaml", "SOCIAL_WORKER: [CLEAR when allocated, HIDE]", "SOCIAL_WORKER: HIDE when allocated",
        "`HIDE`", "cannot have conditions")]
    [InlineData("consent.yaml", "classes: [GP_NARRATIVE,", "classes: [ADDRESS,", "only classes of tier S3",
        "`ADDRESS` is S4")]
    [InlineData("consent.yaml", "stages: [CONTACT, S17]", "stages: [CONTACT, S47]", "never gates at stage S47",
        "consent")]
    [InlineData("consent.yaml", "REFUSED: { inScope: EXISTS", "REFUSED: { inScope: CLEAR",
        "a refusal has to leave the least",
        "consent")]
    [InlineData("break-glass.yaml", "minutes: 60", "minutes: 600", "at most 60", "breakGlass")]
    [InlineData("policy.yaml", "  minimumCellSize: 10", "  minimumCellSize: 1", "at least 2", "minimumCellSize")]
    [InlineData("policy.yaml", "    - Data protection officer, the hub (demonstration)\n", "",
        "two different approvers", "policy")]
    [InlineData("onward.yaml", "role: POLICE_DESK,", "role: POLICE,", "`POLICE` at `onward.POL.role` is no role",
        "onward")]
    [InlineData("subject-access.yaml", "WARNING_MARKER: CRIME", "WARNING_MARKER: SECRET", "is not one of SERIOUS_HARM",
        "subjectAccess")]
    [InlineData("reasons.yaml", "NO_RELATIONSHIP: \"*\"", "NO_RELATIONSHIP: [AUDITOR]",
        "`reasons.NO_RELATIONSHIP` is a fact about the caller", "reasons.yaml")]
    [InlineData("reasons.yaml", "  STAGE_TOO_EARLY: \"*\"\n", "", "`reasons.STAGE_TOO_EARLY`", "reasons.yaml")]
    [InlineData("classes.yaml", "classes:", "clases:", "`clases` is no section", "classes")]
    [InlineData("purposes.yaml", "purposes:", "purposes: [", "not YAML", "purposes")]
    public void Mistake_is_reported_with_its_place_and_cure(
        string file, string right, string wrong, string message, string more)
    {
        var texts = ShippedPolicy.Texts.Select(text => text.Name != file ? text
            : text with { Text = text.Text.Replace(right, wrong, StringComparison.Ordinal) }).ToList();

        var reading = PolicyReader.Read(texts);

        Assert.Null(reading.Model);
        var all = string.Join('\n', reading.Faults);
        Assert.Contains(message, all, StringComparison.Ordinal);
        Assert.Contains(more, all, StringComparison.Ordinal);
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

    [Fact]
    public void Editors_schema_knows_every_condition_and_section()
    {
        var schema = File.ReadAllText(Path.Combine(ShippedPolicy.Root, "schema", "policy", "schema.json"));
        var sections = ShippedPolicy.Texts
            .SelectMany(text => text.Text.Split('\n'))
            .Where(line => line.Length > 0 && char.IsLetter(line[0]) && line.Contains(':', StringComparison.Ordinal))
            .Select(line => $"\"{line.Split(':')[0]}\": {{");

        Assert.All(sections, section => Assert.Contains(section, schema, StringComparison.Ordinal));
        Assert.All(ConditionNames.All.Keys, name => Assert.Contains(name, schema, StringComparison.Ordinal));
    }
}
