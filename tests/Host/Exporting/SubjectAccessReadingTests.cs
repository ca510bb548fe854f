using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Host.Exporting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Aggregator.Host.Tests.Exporting;

/// <summary>What a draft is made of, from a gateway that gives it in pages.</summary>
public sealed class SubjectAccessReadingTests
{
    private static readonly string[] Failed = ["person", "consents"];

    [Fact]
    public async Task Records_and_accesses_are_read_to_the_end()
    {
        await using var pages = await PagesAsync(3);

        var reading = await ReadAsync(pages.Urls.Single());

        Assert.Equal(["r0", "r1", "r2"], reading.Found.Select(node => node["id"]!.ToString()));
        Assert.Equal(["3", "2", "1"], reading.Given.Select(node => node["at"]!.ToString()));
        Assert.DoesNotContain(reading.Gaps, gap => gap.Contains("more than", StringComparison.Ordinal));
        Assert.Equal(7, reading.LogEntries.Count);
    }

    [Fact]
    public async Task A_list_without_an_end_is_left_and_that_is_said()
    {
        await using var pages = await PagesAsync(int.MaxValue);

        var reading = await ReadAsync(pages.Urls.Single());

        Assert.Equal(SubjectAccessReading.MaxPages, reading.Found.Count);
        Assert.Contains("there are more than 50 records: the newest are not here", reading.Gaps);
        Assert.Contains("there are more than 50 accesses: the earliest are not here", reading.Gaps);
    }

    [Fact]
    public async Task What_was_silent_unread_or_failed_is_said_once()
    {
        await using var pages = await PagesAsync(2);

        var reading = await ReadAsync(pages.Urls.Single());

        Assert.Equal(
            [
                "POL is UNAVAILABLE: what it holds may be missing; ask again",
                "person.consents: AGENCY_UNAVAILABLE: no answer",
                "the access log gateway-2 is NOT_REACHED: who else was given data may be missing",
            ],
            reading.Gaps);
    }

    private static async Task<SubjectAccessReading> ReadAsync(string gateway)
    {
        using var client = new GatewayClient(new Uri(gateway), "token");
        var reading = new SubjectAccessReading(client, "P1", new AskedAccess("SUBJECT_RIGHTS", null, null, null));
        await reading.ReadAsync(default);
        return reading;
    }

    private static async Task<WebApplication> PagesAsync(int pages)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        _ = app.MapPost("/", async http =>
        {
            var asked = (await JsonNode.ParseAsync(http.Request.Body))!;
            await http.Response.WriteAsync(Answer(asked["query"]!.ToString(), asked["variables"]!, pages));
        });
        await app.StartAsync();
        return app;
    }

    private static string Answer(string query, JsonNode variables, int pages)
    {
        var after = int.Parse(variables["after"]?.ToString() ?? "0", null);
        var left = variables["before"] is { } before ? int.Parse(before.ToString(), null) - 1 : pages;
        return JsonSerializer.Serialize(query switch
        {
            _ when query.Contains("chronology", StringComparison.Ordinal) => With(new
            {
                person = new
                {
                    chronology = new
                    {
                        nodes = new[] { new { id = "r" + after } },
                        pageInfo = new { hasNextPage = after + 1 < pages, endCursor = $"{after + 1}" },
                        missing = new[] { new { agency = "POL", state = "UNAVAILABLE" } },
                    },
                },
            }),
            _ when query.Contains("accesses", StringComparison.Ordinal) => With(new
            {
                accesses = new
                {
                    nodes = new[] { new { at = $"{left}" } },
                    hasMore = left > 1,
                    logs = new[]
                    {
                        new { origin = "gateway-1", state = "READ" },
                        new { origin = "gateway-2", state = "NOT_REACHED" },
                    },
                },
            }),
            _ => With(
                new { person = new { consents = (object?)null, sharingDecisions = Array.Empty<object>() } },
                new
                {
                    message = "no answer",
                    path = Failed,
                    extensions = new { code = "AGENCY_UNAVAILABLE" },
                }),
        });
    }

    private static object With(object data, params object[] errors) => new
    {
        data,
        errors,
        extensions = new
        {
            disclosure = new
            {
                auditId = "a",
                sources = new[] { new { agency = "POL", state = "UNAVAILABLE" }, new { agency = "GP", state = "OK" } },
            },
        },
    };
}
