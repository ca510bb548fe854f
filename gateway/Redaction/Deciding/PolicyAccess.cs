using Aggregator.Execution;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>One caller's access to labelled data for one request: the policy, the labels and the register.</summary>
public sealed class PolicyAccess : IDisposable
{
    /// <summary>Begins a request.</summary>
    /// <param name="facts">What is known of the operation under the caller's policy.</param>
    /// <param name="row">The caller.</param>
    /// <param name="register">The hub's register.</param>
    /// <exception cref="ArgumentException">The facts are of another policy than the caller's.</exception>
    public PolicyAccess(ReleaseFacts facts, CallerRow row, IDecisionSource register)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(row);
        if (facts.Table.Model.Hash != row.Table.Model.Hash)
        {
            throw new ArgumentException("what is known of the operation is of another policy", nameof(facts));
        }

        Facts = facts;
        Row = row;
        Register = new RegisterView(register, row);
        Gate = new FetchGate(this);
    }

    /// <summary>What is known of the operation under the caller's policy.</summary>
    public ReleaseFacts Facts { get; }

    /// <summary>The effective labels.</summary>
    public EffectiveLabels Labels => Facts.Labels;

    /// <summary>The caller.</summary>
    public CallerRow Row { get; }

    /// <summary>The register, as far as it was asked.</summary>
    public RegisterView Register { get; }

    /// <summary>Decides before each fetch whom an agency may be asked about: for the executor.</summary>
    public IFetchGate Gate { get; }

    /// <summary>Whether a variable of the client has a value: an argument that is bound to one without picks
    /// nobody.</summary>
    public Func<string, bool> IsGiven { get; init; } = _ => true;

    /// <inheritdoc/>
    public void Dispose() => Register.Dispose();
}
