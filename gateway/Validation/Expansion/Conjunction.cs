using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Tests that all have to hold, in the order of their names; none means always.</summary>
internal readonly struct Conjunction : IEquatable<Conjunction>
{
    public static readonly Conjunction Always = new([]);

    private Conjunction(ImmutableArray<VariableTest> tests) => Tests = tests;

    public ImmutableArray<VariableTest> Tests { get; }

    /// <summary>With the conditions of a selection's directives; null when they can never hold together.</summary>
    public Conjunction? With(ImmutableArray<AppliedDirective> directives)
    {
        var tests = Tests;
        foreach (var directive in directives)
        {
            if (directive.Name is not ("skip" or "include"))
            {
                continue;
            }

            var expected = directive.Name == "include";
            switch (directive.Argument("if"))
            {
                case BooleanValue literal when literal.Value != expected:
                    return null;
                case VariableValue variable when tests.Contains(new VariableTest(variable.Name, !expected)):
                    return null;
                case VariableValue variable:
                    tests = With(tests, new VariableTest(variable.Name, expected));
                    break;
            }
        }

        return new Conjunction(tests);
    }

    /// <summary>True when this holds whenever <paramref name="other"/> does.</summary>
    public bool IsImpliedBy(Conjunction other) => Tests.All(other.Tests.Contains);

    public bool Equals(Conjunction other) => Tests.SequenceEqual(other.Tests);

    public override bool Equals(object? obj) => obj is Conjunction other && Equals(other);

    public override int GetHashCode() => Tests.Aggregate(29, HashCode.Combine);

    private static ImmutableArray<VariableTest> With(ImmutableArray<VariableTest> tests, VariableTest added)
    {
        var place = 0;
        while (place < tests.Length && string.CompareOrdinal(tests[place].Variable, added.Variable) < 0)
        {
            place++;
        }

        return place < tests.Length && tests[place] == added ? tests : tests.Insert(place, added);
    }
}
