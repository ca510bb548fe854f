using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Aggregator.Gateway.Tests.Worlds;

/// <summary>
/// A hub whose agencies lack every record of one kind, beside one that has them: whom no record of the kind is shown to
/// is answered alike by both, whatever else is worked out from such records.
/// </summary>
[Collection(TwinHubTests.Name)]
public partial class ExistenceTests(TwinHubs hubs)
{
    private static readonly string[] Callers =
        ["social-worker", "police-desk", "therapist", "ambulance", "auditor", "dpo", "dashboard"];

    // Coded facts are of records that stay; involvement is shown by agency and service, under no id.
    private static readonly string[] ShownWithoutId =
        ["SafeguardingFact", "UniversalInvolvement", "SensitiveInvolvement"];

    [Theory]
    [InlineData("police")]
    [InlineData("social-care")]
    [InlineData("primary-care")]
    [InlineData("community-health")]
    [InlineData("talking-therapies")]
    [InlineData("urgent-care")]
    public async Task Whoever_is_shown_no_record_of_a_kind_cannot_tell_that_there_is_one(string agency)
    {
        var access = Access.On(48);
        var (before, beforeWithoutMatrix) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var user in Callers)
        {
            before[user] = await hubs.One.WholeAsync(user, Everything, access);
            beforeWithoutMatrix[user] = await hubs.One.WholeAsync(user, WithoutMatrix, access);
        }

        var compared = 0;
        foreach (var kind in Read(agency, "SELECT DISTINCT Kind FROM facts").Except(ShownWithoutId))
        {
            // With what belongs to them.
            var such = $"Kind = '{kind}' OR ParentId IN (SELECT Id FROM facts WHERE Kind = '{kind}')";
            var ids = Read(agency, $"SELECT DISTINCT Id FROM facts WHERE {such}");
            string[] blind = [.. Callers.Where(user => !ids.Exists(id => before[user].Contains($"\"{id}\"")))];
            var backup = hubs.Two.Remember(agency);
            try
            {
                Assert.True(hubs.Two.Change(agency, $"DELETE FROM facts WHERE {such}") > 0, kind);
                foreach (var user in blind)
                {
                    // Who is told that such records are left out may read in the matrix who knows of a concern: that
                    // has a class of its own.
                    var isSaid = before[user].Contains($"\"class\":\"{ClassOf(kind)}\",\"effect\":\"OMIT\"");
                    TwoWorldsTests.Same(
                        $"{user}, without any {kind},", isSaid ? beforeWithoutMatrix[user] : before[user],
                        await hubs.Two.WholeAsync(user, isSaid ? WithoutMatrix : Everything, access));
                    compared++;
                }
            }
            finally
            {
                hubs.Two.Restore(agency, backup);
            }
        }

        Assert.True(compared > 0);
    }

    // On which day a source last recorded anything is told of the whole of it (decision 214).
    private static string Everything => TwoWorldsTests.Existence.Replace("lastUpdated ", "", StringComparison.Ordinal);

    private static string WithoutMatrix => Matrix().Replace(Everything, "");

    private static string ClassOf(string kind) => Regex.Match(
        File.ReadAllText(Path.Combine(LabGraph.Repository, "schema", "supergraph.graphql")),
        $@"\ntype {kind} [^{{]*?@sensitive\(class: \[(\w+)").Groups[1].Value;

    [GeneratedRegex(@"knowledgeMatrix \{[^}]*\{[^}]*\} \}")]
    private static partial Regex Matrix();

    private List<string> Read(string agency, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(hubs.One.DataFolder, agency + ".db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
