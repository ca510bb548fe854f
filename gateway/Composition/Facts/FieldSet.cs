using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>A field set as a directive's argument holds it.</summary>
/// <param name="Selections">Empty when it could not be read.</param>
/// <param name="Fault">Why it could not be read, or null.</param>
/// <param name="IsText">False when the argument is not a string at all.</param>
internal sealed record FieldSet(ImmutableArray<Selection> Selections, string? Fault = null, bool IsText = true)
{
    /// <summary>Its one canonical spelling.</summary>
    public string Text => SelectionPrinter.Print(Selections);

    public static FieldSet Read(AppliedDirective applied, string argument = "fields") =>
        applied.Argument(argument) switch
        {
            StringValue text => Parse(text.Text),
            ListValue list when list.Items.All(item => item is StringValue) =>
                Parse(string.Join(' ', list.Items.OfType<StringValue>().Select(item => item.Text))) with
                {
                    IsText = false,
                },
            _ => new FieldSet([], "it is not a string", IsText: false),
        };

    public static FieldSet Parse(string text)
    {
        // Both `id name` and `{ id name }` are in use.
        var inner = text.Trim();
        var bare = inner is ['{', .., '}'] ? inner[1..^1] : inner;
        var (document, fault) = DocumentReader.ReadFieldSet(bare);
        if (document is not { Operations: [{ } only], Fragments.IsEmpty: true, NotExecutable.IsEmpty: true })
        {
            return new FieldSet([], fault?.Message ?? "it is not one set of fields");
        }

        return new FieldSet(only.Selections);
    }
}
