using System.Text;
using Aggregator.Schema;
using CsCheck;
using Xunit;

namespace Aggregator.Validation.Tests;

public class RandomDocumentTests
{
    [Fact]
    public void Merging_is_judged_as_by_comparing_every_pair()
    {
        var judged = new int[2];
        RandomDocuments.Any.Sample(
            text =>
            {
                var document = DocumentReader.ReadOperations(text).Document!;
                var canMerge = new NaiveMerging(document, RandomDocuments.Types).CanMerge();
                judged[canMerge ? 1 : 0]++;
                return canMerge == Validate(text).Errors.All(error => error.Section != "5.3.2");
            },
            iter: 1_000,
            threads: 1);

        Assert.All(judged, count => Assert.True(count > 60, $"{judged[0]} conflicts, {judged[1]} without"));
    }

    [Fact]
    public void Normalised_operation_selects_what_collecting_fields_selects()
    {
        var executed = 0;
        Gen.Select(RandomDocuments.Any, Gen.Bool, Gen.Bool).Sample(
            (text, p, q) =>
            {
                if (Validate(WithoutUnused(text)).Operation is not { } operation)
                {
                    return true;
                }

                executed++;
                var document = DocumentReader.ReadOperations(WithoutUnused(text)).Document!;
                var expected = new NaiveExecution(document, RandomDocuments.Types, name => name == "p" ? p : q).Run();
                var actual = Run(operation, $$"""{"p": {{(p ? "true" : "false")}}, "q": {{(q ? "true" : "false")}}}""");
                return operation.Variables.IsEmpty ? expected == actual : Sorted(expected) == Sorted(actual);
            },
            iter: 2_000,
            threads: 1);

        Assert.True(executed > 200, $"only {executed} were valid");
    }

    // A field keeps the place of its first occurrence, whether variables exclude that one or not.
    private static string Sorted(string lines) => string.Join('\n', lines.Split('\n').Order(StringComparer.Ordinal));

    private static ValidationOutcome Validate(string text) =>
        OperationValidator.Validate(text, null, RandomDocuments.Types, OperationLimits.Default);

    // Fragments that are not used and variables that are not used would make most documents invalid.
    private static string WithoutUnused(string text)
    {
        for (var fragment = 0; fragment < 3; fragment++)
        {
            var lines = text.Split('\n').ToList();
            var isUsed = lines.Exists(line => line.Contains($"...f{fragment} ", StringComparison.Ordinal));
            text = string.Join('\n', lines.Where(line =>
                isUsed || !line.StartsWith($"fragment f{fragment}", StringComparison.Ordinal)));
        }

        foreach (var (name, declaration) in new[]
            { ("p", "$p: Boolean! = true, "), ("q", "$q: Boolean! = false, "), ("x", "$x: Int") })
        {
            var isUsed = text.Contains($": ${name})", StringComparison.Ordinal);
            text = isUsed ? text : text.Replace(declaration, "", StringComparison.Ordinal);
        }

        return text.Replace("query () ", "query ", StringComparison.Ordinal);
    }

    private static string Run(ValidOperation operation, string json)
    {
        var variables = VariableCoercion.Coerce(operation, Encoding.UTF8.GetBytes(json)).Variables!;
        var text = new StringBuilder();
        Run(operation.Selections, operation.Selections.Type, "", variables, text);
        return text.ToString();
    }

    private static void Run(
        ValidSelectionSet set, TypeDefinition type, string path, CoercedVariables variables, StringBuilder text)
    {
        foreach (var field in set.ForObject(type).Fields.Where(field => field.Condition.Holds(variables)))
        {
            var below = $"{path}/{field.ResponseKey}";
            _ = text.Append(below).Append(" = ").Append(field.ParentType).Append('.').Append(field.Name);
            _ = text.Append('(').AppendJoin(", ", field.Arguments.Select(each => each.Value)).Append(")\n");
            if (field.Children is { } children)
            {
                var returned = NaiveExecution.RuntimeType(RandomDocuments.Types, field.ReturnType, below);
                Run(children, returned, below, variables, text);
            }
        }
    }
}
