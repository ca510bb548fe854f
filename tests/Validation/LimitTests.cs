using System.Text;
using Xunit;

namespace Aggregator.Validation.Tests;

public class LimitTests
{
    private static readonly OperationLimits Small = new()
    {
        MaxDocumentBytes = 2_000,
        MaxTokens = 400,
        MaxOperations = 2,
        MaxFragments = 12,
        MaxVariables = 2,
        MaxDirectives = 5,
        MaxDepth = 5,
        MaxNesting = 12,
        MaxFields = 20,
        MaxRootFields = 3,
        MaxAliases = 3,
        MaxSteps = 100,
        MaxConditions = 2,
    };

    public static TheoryData<string, string> Excesses => new()
    {
        { "the document is larger than 2000 bytes", "{ dog { name } } #" + new string('é', 1_000) },
        { "the document has more than 400 tokens", "{" + Repeated("a ", 400) + "}" },
        { "the document nests brackets deeper than 60 levels", Repeated("{a", 61) },
        { "the document nests brackets deeper than 60 levels", "{ a(b: " + Repeated("[", 59) },
        { "the document has more than 2 operations", "query A { a } query B { a } query C { a }" },
        { "the document has more than 12 fragments", "{ a }" + Join(13, i => $"fragment f{i} on Dog {{ name }}") },
        { "an operation has more than 2 variables", "query ($a: Int, $b: Int, $c: Int) { a }" },
        { "the document has more than 5 directives", "{ dog @x @x @x { name @x @x @x } }" },
        { "the operation has more than 5 levels of fields", "{ dog { owner { pets { owner { pets { name } } } } } }" },
        { "the operation has more than 5 levels of fields",
            "{ dog { ...f0 } }" + Join(4, i => $"fragment f{i} on Dog {{ mother {{ ...f{i + 1} }} }}")
            + "fragment f4 on Dog { name }" },
        { "the operation has more than 12 levels of fields and fragments",
            "{ dog " + Repeated("{ ... ", 12) + "{ name }" + Repeated("}", 13) },
        { "the operation has more than 12 levels of fields and fragments",
            "{ dog { ...f0 } }" + Join(11, i => $"fragment f{i} on Dog {{ ...f{i + 1} }}")
            + "fragment f11 on Dog { name }" },
        { "the operation selects more than 20 fields",
            "{ dog { mother { name nickname barkVolume owner { name } } mother { mother { name nickname barkVolume } } "
            + "owner { name pets { name owner { name } } relatives { name pets { name } } "
            + "friends { name } } } }" },
        { "the operation has more than 3 root fields", "{ dog { name } cat { name } site __typename }" },
        { "the operation has more than 3 aliases", "{ dog { a: name b: name c: name name: name d: name } }" },
        { "field `name` is selected under more than 2 different conditions",
            "query ($a: Boolean!, $b: Boolean!) { dog { name @include(if: $a) name @skip(if: $b) "
            + "name @skip(if: $a) } }" },
        { "introspection nests more than 2 lists of fields or types",
            "{ __type(name: \"Dog\") { fields { type { fields { type { possibleTypes { name } } } } } } }" },
    };

    [Theory]
    [MemberData(nameof(Excesses))]
    public void Excess_is_refused_by_the_limit_it_exceeds(string message, string text)
    {
        var limits = text.Contains("__type(", StringComparison.Ordinal) ? OperationLimits.Default : Small;

        var error = Assert.Single(Fixture.Validate(text, limits: limits).Errors);

        Assert.Equal(OperationErrorCodes.LimitExceeded, error.Code);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Sixteen_kilobytes_of_one_field_take_a_few_steps_each_and_merge_into_one()
    {
        var limits = OperationLimits.Default with { MaxSteps = 8_300 };

        var operation = Fixture.Validate("{ dog { " + Repeated("s: name ", 2_040) + "} }", limits: limits).Operation;

        Assert.Equal(2_040, operation!.Selections.Fields.Single().Children!.Fields.Single().Locations.Length);
    }

    [Fact]
    public void Fragments_that_double_at_every_level_are_refused_within_the_steps()
    {
        var text = "{ dog { ...f0 } }" + Join(30, i =>
            $"fragment f{i} on Dog {{ a: mother {{ ...f{i + 1} }} b: mother {{ ...f{i + 1} }} }}")
            + "fragment f30 on Dog { name }";

        var error = Assert.Single(
            Fixture.Validate(text, limits: OperationLimits.Default with { MaxDepth = 60 }).Errors);

        Assert.StartsWith("comparing fields with equal response keys takes more than 50000 steps", error.Message);
    }

    [Fact]
    public void Fragments_spread_twice_at_one_level_are_visited_once()
    {
        var text = "{ dog { ...f0 } }" + Join(60, i => $"fragment f{i} on Dog {{ ...f{i + 1} ...f{i + 1} }}")
            + "fragment f60 on Dog { name }";

        Assert.Single(Fixture.Validate(text).Operation!.Selections.Fields.Single().Children!.Fields);
    }

    [Fact]
    public void Defaults_are_in_range_and_what_is_not_is_named()
    {
        Assert.Empty(OperationLimits.Default.Faults());
        Assert.Equal(
            ["`MaxDepth` is 0: give a number from 1 to 60", "`MaxErrors` is 1001: give a number from 1 to 1000"],
            (OperationLimits.Default with { MaxDepth = 0, MaxErrors = 1_001 }).Faults());
    }

    private static string Repeated(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static string Join(int count, Func<int, string> part) =>
        string.Concat(Enumerable.Range(0, count).Select(part));
}
