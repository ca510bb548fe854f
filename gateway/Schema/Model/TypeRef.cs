namespace Aggregator.Schema;

/// <summary>A type as a field, argument or variable refers to it. Compared by structure.</summary>
public abstract record TypeRef
{
    private protected TypeRef()
    {
    }

    /// <summary>The innermost name, without lists and exclamation marks.</summary>
    public abstract string Name { get; }

    /// <summary>True when null is not allowed here.</summary>
    public bool IsNonNull => this is NonNullTypeRef;

    /// <summary>The type without its own exclamation mark.</summary>
    public TypeRef Nullable => this is NonNullTypeRef nonNull ? nonNull.Of : this;

    /// <summary>The element type when this is a list, nullable or not; otherwise null.</summary>
    public TypeRef? Element => Nullable is ListTypeRef list ? list.Of : null;

    /// <summary>The type in GraphQL syntax.</summary>
    public sealed override string ToString() => this switch
    {
        NonNullTypeRef nonNull => nonNull.Of + "!",
        ListTypeRef list => "[" + list.Of + "]",
        _ => Name,
    };
}

/// <summary>A type by name.</summary>
/// <param name="TypeName">The name.</param>
public sealed record NamedTypeRef(string TypeName) : TypeRef
{
    /// <inheritdoc/>
    public override string Name => TypeName;
}

/// <summary>A list.</summary>
/// <param name="Of">Its elements.</param>
public sealed record ListTypeRef(TypeRef Of) : TypeRef
{
    /// <inheritdoc/>
    public override string Name => Of.Name;
}

/// <summary>A type that is never null.</summary>
/// <param name="Of">The type, which is not itself non-null.</param>
public sealed record NonNullTypeRef(TypeRef Of) : TypeRef
{
    /// <inheritdoc/>
    public override string Name => Of.Name;
}
