using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Aggregator.Audit;

/// <summary>
/// Which coordinates were given and which withheld. The log holds each list once and names it by its hash: an answer to
/// the same operation mostly has a list that was there before.
/// </summary>
/// <param name="delivered">Coordinates given, in whatever form, sorted.</param>
/// <param name="withheld">Coordinates withheld and why, sorted.</param>
public sealed class CoordinateList(ImmutableArray<string> delivered, ImmutableArray<WithheldCoordinate> withheld)
{
    private Written? _written;

    /// <summary>Coordinates given, in whatever form, sorted.</summary>
    public ImmutableArray<string> Delivered { get; } = delivered;

    /// <summary>Coordinates withheld and why, sorted.</summary>
    public ImmutableArray<WithheldCoordinate> Withheld { get; } = withheld;

    /// <summary>Of what is given, what is not given in full, sorted: the forms of each such coordinate, with
    /// <c>CLEAR</c> among them where it is in full elsewhere. Default none: all is given in full.</summary>
    public ImmutableArray<GivenForm> Forms { get; init; } = [];

    /// <summary>The list as JSON: the same bytes for the same list.</summary>
    internal byte[] Content => Write().Content;

    /// <summary>The SHA-256 of the content, in hexadecimal.</summary>
    internal string Hash => Write().Hash;

    // Written when it is first recorded, and kept with whoever keeps the list.
    private Written Write()
    {
        if (_written is null)
        {
            var content = EntryText.ContentOf(this);
            _written = new Written(content, Convert.ToHexStringLower(SHA256.HashData(content)));
        }

        return _written;
    }

    private sealed record Written(byte[] Content, string Hash);
}
