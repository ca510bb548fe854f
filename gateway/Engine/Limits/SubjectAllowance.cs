using Aggregator.Policy;

namespace Aggregator.Engine;

/// <summary>
/// Counts the different persons that each caller asks about in an hour. Shared by all requests; used by many threads.
/// </summary>
public interface ISubjectMeter
{
    /// <summary>Counts persons, those counted within the hour once.</summary>
    /// <param name="caller">The caller, as a pseudonym.</param>
    /// <param name="persons">The persons.</param>
    /// <returns>False when that is more than the caller may ask about; then none is counted.</returns>
    bool TryCount(string caller, IReadOnlyCollection<CountedPerson> persons);
}

/// <summary>
/// What one request may take of people: those it names are counted before anybody is asked, those found on the way
/// before anything of them is given, so that a list of ids or a thousand aliases harvests nothing. A role that needs no
/// link to a person (the hub's rules) is not counted. For one request, on one thread at a time.
/// </summary>
/// <param name="row">The caller.</param>
/// <param name="maxPerRequest">Different persons in one request.</param>
/// <param name="meter">Counts the hour; null for no limit.</param>
internal sealed class SubjectAllowance(CallerRow row, int maxPerRequest, ISubjectMeter? meter)
{
    private readonly HashSet<CountedPerson> _counted = [];

    /// <summary>Counts persons.</summary>
    /// <param name="persons">Those that are named, or that something is about to be given of.</param>
    /// <exception cref="LoggedRefusalException">They are too many.</exception>
    public void Count(IEnumerable<CountedPerson> persons)
    {
        if (!row.NeedsLink)
        {
            return;
        }

        List<CountedPerson> more = [.. persons.Where(_counted.Add)];
        if (_counted.Count > maxPerRequest)
        {
            throw new LoggedRefusalException(
                EngineErrors.SubjectLimit,
                "the request is about more different people than is allowed: ask about fewer at once");
        }

        if (more.Count > 0 && meter?.TryCount(row.Caller.Subject, more) == false)
        {
            throw new LoggedRefusalException(
                EngineErrors.SubjectLimit,
                "you have asked about more different people in an hour than is allowed: go on later");
        }
    }
}
