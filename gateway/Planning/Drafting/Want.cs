using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>For whom something is asked, and when.</summary>
/// <param name="When">When the client wants it, from the root; null when a step needs it.</param>
/// <param name="By">The step or entity group that needs it; null when the client wants it.</param>
/// <param name="Recipient">Empty for the client; otherwise the id of the agency that is given it.</param>
/// <param name="IsInternal">True for a key or an order: never written.</param>
internal sealed record Demand(Condition? When, INeeder? By, string Recipient, bool IsInternal)
{
    /// <summary>The place whose values are given, when it is not that of the group.</summary>
    public Position? GivenFrom { get; init; }

    public static Demand Client(Condition when) => new(when, null, "", false);
}

/// <summary>What needs values of merged data in order to take part in the plan.</summary>
internal interface INeeder;

/// <summary>A field that is wanted of objects at some place, by the client or as a requirement.</summary>
internal sealed class Want
{
    public const string TypeName = "__typename";

    public required string Name { get; init; }

    public required ImmutableArray<ObjectField> Arguments { get; init; }

    public required string Slot { get; init; }

    /// <summary>The concrete types of the parent that it is wanted of; empty for all.</summary>
    public required ImmutableArray<string> OnTypes { get; init; }

    public required Demand Demand { get; init; }

    public required ImmutableArray<Want> Children { get; init; }

    /// <summary>Concrete types of its value that nothing is asked of.</summary>
    public ImmutableArray<string> Refused { get; init; } = [];

    public bool IsTypeName => Name == TypeName;

    public string Identity => FieldText.Identity(Name, Arguments);
}

/// <summary>Fields as text, for comparing.</summary>
internal static class FieldText
{
    public static string Identity(string name, ImmutableArray<ObjectField> arguments) => arguments.IsDefaultOrEmpty
        ? name
        : $"{name}({string.Join(", ", arguments.OrderBy(argument => argument.Name, StringComparer.Ordinal)
            .Select(argument => $"{argument.Name}: {argument.Value}"))})";
}
