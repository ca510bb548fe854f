using Xunit;

namespace Aggregator.Validation.Tests;

public class ExpansionTests
{
    private static void Expands(string text, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), Fixture.Print(Fixture.Valid(text)));

    [Fact]
    public void Named_fragments_dissolve_and_equal_keys_merge_at_the_first_place() => Expands(
        "{ dog { name ...f nickname } ...q } fragment f on Dog { owner { name } name } " +
        "fragment q on Query { dog { owner { pets { name } } } cat { name } }",
        """
        Query.dog
          Dog.name
          Dog.owner
            Human.name
            Human.pets
              Pet.name
          Dog.nickname
        Query.cat
          Cat.name
        """);

    [Fact]
    public void Fragments_that_hold_for_every_value_dissolve_and_others_stay() => Expands(
        "{ pet { ... on Being { name } ... on Dog { barkVolume } ... on Dog { ... on Pet { owner { name } } } " +
        "... on CatOrDog { ... on Cat { meowVolume } } } }",
        """
        Query.pet
          Pet.name
          ... on Dog
            Dog.barkVolume
            Dog.owner
              Human.name
          ... on CatOrDog
            ... on Cat
              Cat.meowVolume
        """);

    [Fact]
    public void Fragments_that_can_never_hold_together_are_left_out() => Expands(
        "{ dog { name ... on Pet { ... on Cat { meowVolume } } } }",
        """
        Query.dog
          Dog.name
        """);

    [Fact]
    public void Literal_conditions_are_applied() => Expands(
        "{ dog { name @skip(if: true) nickname @include(if: true) ... @include(if: false) { barkVolume } } " +
        "cat { name @include(if: false) } }",
        """
        Query.dog
          Dog.nickname
        Query.cat
        """);

    [Fact]
    public void A_field_selected_also_without_condition_is_unconditional_and_its_parts_keep_theirs() => Expands(
        "query ($a: Boolean!) { dog { name } dog @include(if: $a) { nickname } }",
        """
        Query.dog
          Dog.name
          Dog.nickname if $a
        """);

    [Fact]
    public void Different_conditions_stay_alternatives() => Expands(
        "query ($a: Boolean!, $b: Boolean!) { dog @include(if: $a) { name } dog @skip(if: $b) { name nickname } }",
        """
        Query.dog if $a, or not $b
          Dog.name if $a, or not $b
          Dog.nickname if not $b
        """);

    [Fact]
    public void Conditions_of_fragments_move_to_their_fields_and_are_not_repeated_below() => Expands(
        "query ($a: Boolean!, $b: Boolean!) { ... @include(if: $a) { dog @skip(if: $b) { name } " +
        "cat @skip(if: $a) { name } } }",
        """
        Query.dog if $a and not $b
          Dog.name
        """);

    [Fact]
    public void Fields_for_one_object_type_are_merged_from_fields_and_fragments()
    {
        var pet = Fixture.Valid(
            "{ pet { owner { name } ... on Dog { nickname owner { pets { name } } } name ... on Cat { claws } } }")
            .Selections.Fields.Single().Children!;
        var dog = pet.ForObject(Fixture.Kennel.Type("Dog")!);

        Assert.Equal(
            """
            Dog.owner
              Human.name
              Human.pets
                Pet.name
            Dog.nickname
            Dog.name
            """.ReplaceLineEndings("\n"),
            Fixture.Print(dog));
        Assert.Same(dog, pet.ForObject(Fixture.Kennel.Type("Dog")!));
    }

    [Fact]
    public void A_fragment_for_one_object_type_holds_only_its_own_fields()
    {
        var fragment = Fixture.Valid("{ catOrDog { __typename ... on Pet { name ... on Dog { nickname } } } }")
            .Selections.Fields.Single().Children!.Fragments.Single();

        Assert.Equal("Dog.name\nDog.nickname", Fixture.Print(fragment.Children.ForObject(Fixture.Kennel.Type("Dog")!)));
    }

    [Fact]
    public void Introspection_is_split_off_and_the_order_of_the_answer_kept()
    {
        var operation = Fixture.Valid(
            "{ dog { name } s: __schema { description } __typename __type(name: \"Dog\") { name } }");

        Assert.Equal("dog s __typename __type", string.Join(' ', operation.RootKeys));
        Assert.Equal(["s", "__type"], operation.IntrospectionFields.Select(field => field.ResponseKey));
        Assert.Equal(["dog", "__typename"], operation.Selections.Fields.Select(field => field.ResponseKey));
    }

    [Fact]
    public void Used_variables_are_those_of_what_is_left()
    {
        var operation = Fixture.Valid(
            "query ($a: ID, $b: ID, $c: Boolean!) { human(id: $a) { name @skip(if: $c) } " +
            "cat @skip(if: true) { owner { friends(after: $b) { name } } } }");

        Assert.Equal(["a", "c"], operation.UsedVariables.Select(variable => variable.Name));
    }
}
