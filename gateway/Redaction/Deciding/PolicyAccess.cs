using Aggregator.Execution;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Redaction;

/// <summary>One caller's access to labelled data for one request: the policy, the labels and the register.</summary>
public sealed class PolicyAccess : IDisposable
{
    /// <summary>Begins a request.</summary>
    /// <param name="supergraph">The labelled supergraph.</param>
    /// <param name="labels">Its effective labels under the caller's policy.</param>
    /// <param name="row">The caller.</param>
    /// <param name="register">The hub's register.</param>
    public PolicyAccess(Supergraph supergraph, EffectiveLabels labels, CallerRow row, IDecisionSource register)
    {
        Supergraph = supergraph;
        Labels = labels;
        Row = row;
        Register = new RegisterView(register, row);
        Gate = new FetchGate(this);
    }

    /// <summary>The labelled supergraph.</summary>
    public Supergraph Supergraph { get; }

    /// <summary>Its effective labels.</summary>
    public EffectiveLabels Labels { get; }

    /// <summary>The caller.</summary>
    public CallerRow Row { get; }

    /// <summary>The register, as far as it was asked.</summary>
    public RegisterView Register { get; }

    /// <summary>Decides before each fetch whom an agency may be asked about: for the executor.</summary>
    public IFetchGate Gate { get; }

    /// <inheritdoc/>
    public void Dispose() => Register.Dispose();
}
