using System.Text.Json.Nodes;
using Aggregator.Host.Exporting;
using Xunit;

namespace Aggregator.Host.Tests.Exporting;

/// <summary>The document for a meeting: in words, in London's time, and with a reason for everything absent.</summary>
public sealed class MeetingMarkdownTests
{
    private const string Nothing = """{ "name": "Ash Marlow", "residences": null, "circle": [], "chronology": null }""";

    [Fact]
    public void What_is_not_there_says_why()
    {
        var document = Document(Nothing, """
            { "coordinate": "Child.residences", "effect": "OMIT", "reason": "WITHHELD", "contact": "CSC, PPL" },
            { "coordinate": "Child.chronology", "effect": "OMIT", "reason": "STAGE_TOO_EARLY", "contact": "" }
            """);

        Assert.Contains(
            "## Where the child stays\n\nWithheld from this recipient: not shared with your role for this purpose. "
                + "Talk to Social care, Person index.\n",
            document,
            StringComparison.Ordinal);
        Assert.Contains(
            "## Around the child\n\nNothing found in what the sources share with this recipient.\n",
            document,
            StringComparison.Ordinal);
        Assert.Contains(
            "## Chronology\n\nWithheld from this recipient: shared only at a later stage. Talk to Hub.\n",
            document,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_asked_is_never_called_nothing() =>
        Assert.Contains(
            "## Where the child stays\n\nCannot tell: not every source could be asked: Person index (Did not answer).",
            Document(Nothing, "", """{ "agency": "PPL", "state": "UNAVAILABLE" }"""),
            StringComparison.Ordinal);

    [Fact]
    public void Codes_are_words_and_instants_are_Londons()
    {
        var document = Document(
            """
            { "name": "Ash Marlow",
              "residences": [{ "kind": "ALTERNATE", "pattern": "ALTERNATING", "from": "2025-03-01",
                "address": { "id": "A2", "lines": ["2 Elm Row"], "postcode": "ZZ1 1AA",
                  "doNotDiscloseTo": [{ "id": "P3" }] } }],
              "circle": [{ "relation": "HALF_SIBLING", "person": { "id": "P4", "name": "Kit Marlow" } }],
              "chronology": {
                "nodes": [{ "agency": "POL", "kind": "POLICE_INCIDENT", "sortAt": "2025-06-02T15:10:00.0000000Z",
                  "headline": "A | B", "gradings": [{ "scheme": "force-local", "grade": "MEDIUM" }],
                  "decisions": [{ "outcome": "EARLY_HELP" }],
                  "contact": { "team": "Safeguarding desk", "phone": "01632 960110" } }],
                "missing": [{ "agency": "THX", "state": "UNAVAILABLE" }] } }
            """,
            """
            { "coordinate": "PoliceIncident.narrative", "effect": "OMIT", "reason": "WITHHELD", "contact": "POL" }
            """);

        Assert.StartsWith(
            "# For Health visiting (HV) only: records of Ash Marlow\n", document, StringComparison.Ordinal);
        Assert.Contains(
            "Passed on for: Enquiring into significant harm. Stage: Section 47. As known on 21 Jul 2025, 18:00;",
            document,
            StringComparison.Ordinal);
        Assert.Contains(
            "- A2: 2 Elm Row, ZZ1 1AA (alternate, alternating, since 1 Mar 2025). **Do not disclose to P3.**\n",
            document,
            StringComparison.Ordinal);
        Assert.Contains("- half sibling: Kit Marlow (P4)\n", document, StringComparison.Ordinal);
        Assert.Contains(
            "| when | Police |\n|---|---|\n| 2 Jun 2025, 16:10 | police incident; A \\| B; graded medium on the "
                + "force-local; decided: early help; talk to Safeguarding desk, 01632 960110 |\n",
            document,
            StringComparison.Ordinal);
        Assert.Contains("\nTalking therapies: Did not answer. Ask again.\n", document, StringComparison.Ordinal);
        Assert.Contains(
            "| police incident: narrative | withheld | not shared with your role for this purpose | Police | 1 |\n",
            document,
            StringComparison.Ordinal);
    }

    private static string Document(string child, string withheld, string sources = "") => MeetingMarkdown.Of(
        new RecipientExport("HV", JsonNode.Parse($$"""
            { "data": { "child": {{child}} },
              "extensions": { "disclosure": { "purpose": "S47_ENQUIRY", "stage": "S47",
                "asAt": "2025-07-21T17:00:00.0000000Z", "policy": "2026.1", "auditId": "1f",
                "withheld": [{{withheld}}], "sources": [{{sources}}] } } }
            """)!),
        "HUB-D-1");
}
