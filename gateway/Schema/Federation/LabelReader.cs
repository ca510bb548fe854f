using System.Collections.Immutable;
using System.Globalization;

namespace Aggregator.Schema;

/// <summary>Reads the directives of the disclosure specification under whatever names the document gives
/// them.</summary>
/// <param name="link">The document's link of the specification, or null: then there are no labels.</param>
internal sealed class LabelReader(FeatureLink? link)
{
    public AgencyIdentity? Agency(ImmutableArray<AppliedDirective> directives) =>
        Find(directives, "agency").FirstOrDefault() is { } agency
            ? new AgencyIdentity(
                agency.Text("id") ?? "",
                Texts(agency, "codes"),
                agency.Flag("asAt"),
                (agency.Argument("defaultClass") as EnumLiteral)?.Name)
            {
                Coverage = [.. Find(directives, "covers").Select(Coverage)],
            }
            : null;

    public ContributedList? Contributed(ImmutableArray<AppliedDirective> directives) =>
        Find(directives, "contributed").FirstOrDefault() is { } list
            ? new ContributedList(list.Text("orderBy") ?? "", list.Text("key") ?? "")
            : null;

    public GatheredList? Gathered(ImmutableArray<AppliedDirective> directives)
    {
        if (Find(directives, "gathered").FirstOrDefault() is not { } list)
        {
            return null;
        }

        var from = (list.Text("from") ?? "").Split('.');
        return new GatheredList(from[0], from.Length > 1 ? from[1] : "", Sets.Read(list.Text("over") ?? ""));
    }

    public ImmutableArray<string> Classes(ImmutableArray<AppliedDirective> directives) =>
        [.. Find(directives, "sensitive").SelectMany(label => Texts(label, "class")).Distinct()];

    public ImmutableArray<string> Probed(ImmutableArray<AppliedDirective> directives) =>
        [.. Find(directives, "probes").SelectMany(label => Texts(label, "class")).Distinct()];

    public ImmutableArray<SubjectLabel> Subjects(ImmutableArray<AppliedDirective> directives) =>
        [.. Find(directives, "subject").Select(label => new SubjectLabel(
            Sets.Read(label.Text("key") ?? ""), (label.Argument("role") as EnumLiteral)?.Name ?? ""))];

    public FieldLabels Field(ImmutableArray<AppliedDirective> directives)
    {
        if (link is null)
        {
            return FieldLabels.None;
        }

        var declassify = Find(directives, "declassify").FirstOrDefault();
        var variant = Find(directives, "variant").FirstOrDefault();
        return new FieldLabels(
            Classes(directives),
            [.. Find(directives, "derivedFrom").SelectMany(label => Texts(label, "class")).Distinct()],
            declassify is null ? null : new DeclassifyLabel(
                Texts(declassify, "from"), declassify.Text("reason") ?? "", declassify.Text("standingDecision") ?? ""),
            variant?.Text("of"),
            (variant?.Argument("effect") as EnumLiteral)?.Name);
    }

    private static Coverage Coverage(AppliedDirective covers) => new(
        covers.Text("code") ?? "",
        DateOnly.TryParseExact(
            covers.Text("from"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            ? from : null,
        covers.Text("area") ?? "",
        covers.Text("cohort") ?? "",
        covers.Text("explanation") ?? "");

    private IEnumerable<AppliedDirective> Find(ImmutableArray<AppliedDirective> directives, string name)
    {
        var local = link?.LocalName(name);
        return directives.Where(directive => directive.Name == local);
    }

    // A list argument may be written as one value.
    private static ImmutableArray<string> Texts(AppliedDirective directive, string argument) =>
        [.. (directive.Argument(argument) switch
        {
            ListValue list => list.Items.AsEnumerable(),
            { } one => [one],
            null => [],
        }).Select(TextOf).OfType<string>()];

    private static string? TextOf(Value value) => value switch
    {
        EnumLiteral name => name.Name,
        StringValue text => text.Text,
        _ => null,
    };
}
