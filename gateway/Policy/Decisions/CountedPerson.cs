namespace Aggregator.Policy;

/// <summary>
/// One that counts for a caller's limit of people: a person who is named, or one more of whom it is not said who that
/// is. Nobody is both, so that naming somebody does not tell whether others were that person.
/// </summary>
/// <param name="Of">The person; or below whom the others are read, or in which record.</param>
/// <param name="Other">Which of the others; 0 for the person.</param>
public readonly record struct CountedPerson(string Of, int Other)
{
    /// <summary>A person who is named.</summary>
    public static CountedPerson Named(string person) => new(person, 0);
}
