using System.Text.Json;

namespace Aggregator.Kit;

/// <summary>
/// One agency: its contract (the embedded SDL), its seed, and the few fields that need code. Everything else
/// (records, lists, paging, as-at, identity, entities, status, outbox, recorder) follows from the contract.
/// </summary>
public abstract class Agency
{
    /// <summary>The subgraph's name, lower case, as in the supergraph.</summary>
    public abstract string Name { get; }

    /// <summary>The agency codes it answers for; the first is the default of its records.</summary>
    public abstract IReadOnlyList<AgencySource> Sources { get; }

    /// <summary>The HTTP/1.1 port when it runs alone; HTTP/2 is on the next.</summary>
    public abstract int DefaultPort { get; }

    /// <summary>Names the fields that need code, by `Type.field`.</summary>
    /// <param name="fields">Takes them.</param>
    public virtual void Resolve(FieldResolvers fields)
    {
    }

    /// <summary>Endpoints besides the common ones; none by default.</summary>
    public virtual IReadOnlyList<AgencyEndpoint> Endpoints => [];

    /// <summary>The words a record can be found by; none by default. The same words must be asked for.</summary>
    /// <param name="kind">The kind of record.</param>
    /// <param name="content">Its content, in the contract's forms.</param>
    public virtual IEnumerable<string> Terms(string kind, JsonElement content) => [];

    /// <summary>Generated facts of `families` invented families, for load and population tests; none by default.
    /// The same arguments always give the same facts.</summary>
    /// <param name="families">How many, from 1.</param>
    /// <param name="anchor">The London day that `D+0` stands for.</param>
    public virtual IEnumerable<PopulationEntry> Population(int families, DateOnly anchor) => [];
}

/// <summary>An agency code as a source: who to talk to there, and what it covers.</summary>
/// <param name="Code">An `AgencyCode` of the vocabulary.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Contact">Who to talk to about any record, unless the record names someone.</param>
/// <param name="Coverage">What it holds.</param>
public sealed record AgencySource(string Code, string Name, AgencyContact Contact, SourceCoverage Coverage)
{
    /// <summary>False where it is not told on which day anything was last recorded, because that anybody comes to the
    /// service is confidential. Default true.</summary>
    public bool TellsFreshness { get; init; } = true;
}

/// <summary>A desk to talk to.</summary>
/// <param name="Team">The team.</param>
/// <param name="Phone">Its number; invented ones are in the 01632 960 range.</param>
/// <param name="Hours">When someone answers.</param>
public sealed record AgencyContact(string Team, string Phone, string Hours);

/// <summary>What a source holds.</summary>
/// <param name="From">First London day covered; null for unknown.</param>
/// <param name="Area">Area in words.</param>
/// <param name="Cohort">Whose records.</param>
/// <param name="Explanation">What is not in it, in words.</param>
public sealed record SourceCoverage(DateOnly? From, string Area, string Cohort, string Explanation);

/// <summary>A generated link or record of a population.</summary>
/// <param name="Link">An identity map entry, or null.</param>
/// <param name="Fact">A record, or null.</param>
public sealed record PopulationEntry(LinkDraft? Link, FactDraft? Fact);

/// <summary>An endpoint of one agency: a POST of JSON with the gateway's caller context, answered with JSON.</summary>
/// <param name="Path">Where, such as `/register/decisions`.</param>
/// <param name="Answer">Gives the answer as an object in the contract's forms.</param>
public sealed record AgencyEndpoint(
    string Path, Func<AgencyRequest, JsonElement, CancellationToken, Task<object>> Answer);
