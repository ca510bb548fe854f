using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aggregator.Load;

/// <summary><c>policy</c>: what identity, redaction, gate and log add to a request.</summary>
internal static class PolicyRun
{
    // With alerts, for a role that sees most of it; without them, also for one that sees little.
    private static readonly (string Name, string[] Users, string Query)[] Cases =
    [
        ("child view", ["decision-maker"], ChildView("alerts { rule severity because { recordId } } "
            + "knowledgeMatrix { concern title uninformedInvolved }")),
        ("child view without alerts", ["decision-maker", "ambulance"], ChildView("")),
    ];

    public static Command Make()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 9 };
        var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 400 };
        var warmup = new Option<int>("--warmup") { DefaultValueFactory = _ => 6000 };
        var user = new Option<string?>("--user") { Description = "Measure for this demonstration user alone." };
        var output = new Option<string?>("--output") { Description = "Where to write the result." };
        var command = new Command("policy", "Measure the policy's cost.") { rounds, requests, warmup, user, output };
        command.SetAction(async (parsed, _) =>
        {
            var text = await RunAsync(
                parsed.GetValue(rounds), parsed.GetValue(requests), parsed.GetValue(warmup), parsed.GetValue(user));
            Console.WriteLine(text);
            if (parsed.GetValue(output) is { } file)
            {
                await File.WriteAllTextAsync(file, text, CancellationToken.None);
            }
        });
        return command;
    }

    private static string ChildView(string alerts) => $$"""
        query CaseView {
          child(id: "P1") {
            name
            age { text }
            residences { kind pattern certainty address { id } }
            circle { relation person { id name } }
            halfSiblings { relation dateOfBirth }
            incidents(first: 50) { nodes { id sortAt incidentType gradings { grade } narrative } }
            consultations(first: 50) { nodes { id sortAt agency kind headline } }
            referrals(first: 50) { nodes { id from to intent clock { ackDueAt state } decisions { outcome } } }
            chronology(first: 50) {
              nodes {
                id sortAt agency kind headline recordedAt receivedAt
                when { text precision } contact { agency team } source { title formCode }
              }
              missing { agency state }
            }
            {{alerts}}
          }
          sourceStatus { agency state }
        }
        """;

    private static async Task<string> RunAsync(int rounds, int requests, int warmup, string? only)
    {
        var text = new StringBuilder();
        foreach (var (name, users, query) in Cases)
        {
            foreach (var user in users.Where(user => only is null || only == user))
            {
                _ = text.AppendLine(await CompareAsync(name, user, query, rounds, requests, warmup));
            }
        }

        return text.ToString();
    }

    private static async Task<string> CompareAsync(
        string name, string user, string query, int rounds, int requests, int warmup)
    {
        var folder = Directory.CreateTempSubdirectory("aggregator-policy-").FullName;
        var body = JsonSerializer.SerializeToUtf8Bytes(new { query });
        await using var relay = RunningProcess.Start(Own("relay", folder, port => ["--port", Text(port)]));
        var hubContestant = Own("hub", folder, port =>
            ["--port", Text(port), "--relay", Text(relay.Port + 1), "--folder", folder]);
        await using var hub = RunningProcess.Start(hubContestant);
        var labelled = hubContestant with { Headers = await HeadersAsync(hub, user) };
        using var labelledDriver = new LoadDriver(labelled, hub, body);
        var released = await WholeAnswerAsync("labelled", labelledDriver);
        var plain = Own("plain", folder, port => ["--port", Text(port), "--folder", folder]);
        await using var open = RunningProcess.Start(plain);
        using var plainDriver = new LoadDriver(plain, open, body);
        var given = await WholeAnswerAsync("plain", plainDriver);
        for (var sent = 0; sent < warmup; sent += 200)
        {
            _ = await labelledDriver.SendAsync(200, 8);
            _ = await plainDriver.SendAsync(200, 8);
        }

        var (with, without) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            with.Add((await labelledDriver.SendAsync(requests, 8)).CpuMilliseconds);
            without.Add((await plainDriver.SendAsync(requests, 8)).CpuMilliseconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{name}, {user}: {with[^1]:F2} / {without[^1]:F2}"));
        }

        var ratio = Results.Median(with.Zip(without, (one, other) => one / other));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {user} | {Results.Median(with):F2} | {Results.Median(without):F2} | {ratio:F2} "
            + $"| {released.Length} | {given.Length} |");
    }

    // Agencies that are asked for the first time can be later than an answer waits for them.
    private static async Task<byte[]> WholeAnswerAsync(string who, LoadDriver driver)
    {
        const int MostTries = 20;
        for (var tries = 1; ; tries++)
        {
            var answer = await driver.FirstAnswerAsync(TimeSpan.FromSeconds(60));
            if (JsonNode.Parse(answer)!["errors"] is not { } errors)
            {
                return answer;
            }

            if (tries == MostTries)
            {
                throw new InvalidOperationException($"the {who} gateway answers with errors: {errors.ToJsonString()}");
            }
        }
    }

    private static async Task<Dictionary<string, string>> HeadersAsync(RunningProcess hub, string user)
    {
        using var http = new HttpClient();
        var url = new Uri($"http://127.0.0.1:{hub.Port}/issuer/v2.0/token?user={user}");
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new Dictionary<string, string>
                {
                    ["Authorization"] = "Bearer " + await http.GetStringAsync(url),
                    ["Access-Purpose"] = Aggregator.Host.LocalHub.DemonstrationUsers.Find(user)!.Purpose,
                    ["Access-As-At"] = "2025-07-16T18:00:00+01:00",
                };
            }
            catch (HttpRequestException) when (tries < 1000 && !hub.HasEnded)
            {
                await Task.Delay(50);
            }
        }
    }

    private static Contestant Own(string verb, string folder, Func<int, string[]> arguments) => new(
        verb,
        port => Contestant.Command("dotnet", [typeof(PolicyRun).Assembly.Location, verb, .. arguments(port)]),
        folder)
    {
        // As the Host is built.
        Environment = new Dictionary<string, string> { ["DOTNET_gcConcurrent"] = "0" },
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
