using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>@shareable stands on objects and their fields, once.</summary>
internal static class ShareableUseRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields)
        {
            if (type.Kind == TypeKind.Interface && field.Directive(Names.Shareable) is { } onInterface)
            {
                log.Error(
                    SharingCodes.InvalidShareableUsage,
                    $"`{type.Name}.{field.Name}` is a field of an interface and resolved by nobody",
                    subgraph.At(onInterface));
            }

            if (type.Name == "Subscription" && field.Directive(Names.Shareable) is { } onSubscription)
            {
                log.Error(
                    SharingCodes.InvalidFieldSharing,
                    $"`{type.Name}.{field.Name}` cannot be shared: an event comes from one source",
                    subgraph.At(onSubscription));
            }
        }
    }
}
