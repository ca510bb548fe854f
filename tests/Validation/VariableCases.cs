using System.Text;
using Xunit;

namespace Aggregator.Validation.Tests;

/// <summary>
/// Each folder of <c>cases/variables</c> has an operation and the variables of a request, and either what they become
/// (<c>coerced.json</c>, one variable a line) or what is wrong with them (<c>errors.txt</c>).
/// </summary>
public class VariableCases
{
    private static readonly string Folder = Path.Combine(Fixture.Cases, "variables");

    public static TheoryData<string> Names =>
    [
        .. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Variables_become_what_their_case_says(string name)
    {
        var api = Fixture.Types(File.ReadAllText(Path.Combine(Folder, "schema.graphql")));
        var operation = Fixture.Valid(Read(name, "operation.graphql"), api: api);

        var outcome = VariableCoercion.Coerce(operation, Encoding.UTF8.GetBytes(Read(name, "variables.json")));

        Assert.Equal(Read(name, "errors.txt").TrimEnd(), string.Join('\n', outcome.Errors));
        Assert.Equal(Read(name, "coerced.json").TrimEnd(), outcome.Variables is null ? "" : Written(outcome.Variables));
    }

    private static string Written(CoercedVariables variables) => string.Join(
        '\n',
        variables.Names.Order(StringComparer.Ordinal).Select(name =>
            variables.TryGetJson(name, out var json) ? $"{name} {Encoding.UTF8.GetString(json.Span)}" : name));

    private static string Read(string name, string file)
    {
        var path = Path.Combine(Folder, name, file);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
