using Aggregator.Kit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Families that only the index of people knows.</summary>
internal static class ShieldedFamily
{
    /// <summary>What the index says of a child since.</summary>
    public static Task ShieldAsync(
        LocalHubFixture hub, string child, bool shielded, int hours) => PeopleIndex.WriteAsync(
        hub, [],
        PeopleIndex.Draft(child, "PersonRecord", [child], Child(shielded)) with
        {
            RecordedAt = PeopleIndex.RecordedAt.AddHours(hours),
        });

    private static object Child(bool shielded) => new { name = "Ivy Lark", dateOfBirth = "2024-12-01", shielded };

    /// <summary>A child and its carer.</summary>
    public static Task MeetAsync(
        LocalHubFixture hub, string child, string carer, bool shielded, bool carerIsShielded = false)
    {
        var related = new
        {
            from = child,
            to = carer,
            type = "PARENT",
            inverse = "CHILD",
            certainty = "CONFIRMED",
            source = "birth registration",
            isCarer = true,
        };
        var adult = new { name = "Al Lark", dateOfBirth = "1996-02-03", shielded = shielded || carerIsShielded };
        return PeopleIndex.WriteAsync(
            hub, [child, carer],
            PeopleIndex.Draft(child, "PersonRecord", [child], Child(shielded)),
            PeopleIndex.Draft(carer, "PersonRecord", [carer], adult),
            PeopleIndex.Draft("REL-" + child, "RelationshipRecord", [child, carer], related),
            PeopleIndex.Draft("A-" + child, "AddressRecord", [], new { postcode = "ZZ7 7DD" }),
            Resident(child, child),
            Resident(carer, child));
    }

    /// <summary>Another parent of the child, who lives with it and has another child elsewhere.</summary>
    public static Task JoinAsync(
        LocalHubFixture hub, string child, string parent, bool shielded = true) => PeopleIndex.WriteAsync(
        hub, [parent, parent + "C"],
        PeopleIndex.Draft(parent, "PersonRecord", [parent], new
        {
            name = "Sam Lark",
            dateOfBirth = "1995-01-01",
            shielded,
        }),
        PeopleIndex.Draft(parent + "C", "PersonRecord", [parent + "C"], Child(false)),
        Parent(child, parent),
        Parent(parent + "C", parent),
        PeopleIndex.Draft("HALF-" + parent, "RelationshipRecord", [child, parent + "C"], new
        {
            from = child,
            to = parent + "C",
            type = "HALF_SIBLING",
            inverse = "HALF_SIBLING",
            certainty = "CONFIRMED",
            source = "birth registration",
        }),
        Resident(parent, child));

    /// <summary>An adult who cares for the child and lives elsewhere; with no child, an adult of no family.</summary>
    public static Task CareElsewhereAsync(LocalHubFixture hub, string? child, string carer)
    {
        var related = new
        {
            from = child,
            to = carer,
            type = "CARER",
            inverse = "CARED_FOR",
            certainty = "CONFIRMED",
            source = "health visitor",
            isCarer = true,
        };
        var adult = new { name = "Robin Wray", dateOfBirth = "1970-02-03", shielded = false };
        return PeopleIndex.WriteAsync(
            hub, [carer],
            [
                PeopleIndex.Draft(carer, "PersonRecord", [carer], adult),
                .. child is null
                    ? Enumerable.Empty<FactDraft>()
                    : [PeopleIndex.Draft("CARE-" + child, "RelationshipRecord", [child, carer], related)],
            ]);
    }

    /// <summary>The id that the child had before it was born.</summary>
    public static Task ExpectAsync(
        LocalHubFixture hub, string unborn, string child, string parent) => PeopleIndex.WriteAsync(
        hub, [unborn],
        PeopleIndex.Draft(unborn, "PersonRecord", [unborn], new
        {
            expectedDate = "2024-12-05",
            mergedInto = child,
        }) with
        {
            Terms = ["merged:" + child],
        },
        Parent(unborn, parent));

    /// <summary>Links a worker to a child by an entry of the register, or by an enquiry of their own where none is
    /// named, and waits until the child is open to them.</summary>
    public static async Task LinkAsync(LocalHubFixture hub, string child, string user, string? agency, string? link)
    {
        if (link is null)
        {
            await OpenAsync(hub, user, child);
        }
        else
        {
            var given = new { holder = user, holderAgency = agency, link, person = child, from = "2025-07-01" };
            await hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync(
                [], [PeopleIndex.Draft("HUB-L-" + child, "RegisteredLink", [child], given) with { Agency = "HUB" }],
                default);
        }

        _ = await hub.UntilAsync(
            user, $$"""{ child(id: "{{child}}") { person { relationships { id } } } }""",
            answer => answer.Texts("child.person.relationships.id").Length > 0);
    }

    /// <summary>Opens an enquiry about a child.</summary>
    public static async Task OpenAsync(LocalHubFixture hub, string user, string child) => _ = await hub.AskAsync(
        user,
        $$"""
        mutation { openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { id } }
        """);

    private static FactDraft Parent(string child, string parent) => PeopleIndex.Draft(
        $"REL-{child}-{parent}", "RelationshipRecord", [child, parent], new
        {
            from = child,
            to = parent,
            type = "PARENT",
            inverse = "CHILD",
            certainty = "CONFIRMED",
            source = "birth registration",
            parentalResponsibility = true,
        });

    private static FactDraft Resident(string person, string child)
    {
        var residence = new { resident = person, kind = "PRIMARY" };
        return PeopleIndex.Draft("RES-" + person, "ResidenceRecord", [person], residence) with
        {
            ParentId = "A-" + child,
        };
    }
}
