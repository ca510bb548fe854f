using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aggregator.Load;

/// <summary><c>policy</c>: what identity, redaction, gate and log add to a request.</summary>
internal static class PolicyRun
{
    // With alerts, for a role that sees most of it; without them, also for one that sees little; and without the state
    // of the agencies, which asks each of them whoever wants to know it: for one for which all are asked even so, one
    // for which the index of people alone is, and one that sees no persons, for which none is.
    private static readonly (string Name, string[] Users, string Query)[] Cases =
    [
        ("child view", ["decision-maker"], ChildView(
            "alerts { rule severity because { recordId } } knowledgeMatrix { concern title uninformedInvolved }",
            Sources)),
        ("child view without alerts", ["decision-maker", "ambulance"], ChildView("", Sources)),
        ("child view without alerts and sources", ["ambulance", "midwife", "dashboard"], ChildView("", "")),
    ];

    private const string Sources = "sourceStatus { agency state }";

    public static Command Make()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 9 };
        var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 1000 };
        // The runtime still compiles after 10,000 requests.
        var warmup = new Option<int>("--warmup") { DefaultValueFactory = _ => 16_000 };
        var concurrency = new Option<int>("--concurrency")
        {
            Description = "Requests under way at a time.",
            DefaultValueFactory = _ => 8,
        };
        var user = new Option<string?>("--user") { Description = "Measure for this demonstration user." };
        var other = new Option<string?>("--other")
        {
            Description = "Another build of this program, whose gateway is measured in the same rounds.",
        };
        var agencies = new Option<bool>("--agencies")
        {
            Description = "Ask the agencies themselves each time, and count their processor time too.",
        };
        var log = new Option<bool>("--log")
        {
            Description = "Measure plain mode with nothing but the access log in the same rounds too.",
        };
        var output = new Option<string?>("--output") { Description = "Where to write the result." };
        var command = new Command("policy", "Measure the policy's cost.")
        {
            rounds, requests, warmup, concurrency, user, other, agencies, log, output,
        };
        command.SetAction(async (parsed, _) =>
        {
            var text = await RunAsync(
                new RunLength(
                    parsed.GetValue(rounds),
                    parsed.GetValue(requests),
                    parsed.GetValue(warmup),
                    parsed.GetValue(concurrency)),
                new Measured(parsed.GetValue(user), parsed.GetValue(other), parsed.GetValue(agencies))
                {
                    Log = parsed.GetValue(log),
                });
            Console.WriteLine(text);
            if (parsed.GetValue(output) is { } file)
            {
                await File.WriteAllTextAsync(file, text, CancellationToken.None);
            }
        });
        return command;
    }

    private static string ChildView(string alerts, string sources) => $$"""
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
          {{sources}}
        }
        """;

    private static async Task<string> RunAsync(RunLength length, Measured measured)
    {
        var text = new StringBuilder();
        foreach (var (name, users, query) in Cases)
        {
            foreach (var user in measured.User is { } only ? [only] : users)
            {
                _ = text.Append(await CompareAsync(name, user, query, length, measured));
            }
        }

        return text.ToString();
    }

    private static async Task<string> CompareAsync(
        string name, string user, string query, RunLength length, Measured measured)
    {
        var folder = Directory.CreateTempSubdirectory("aggregator-policy-").FullName;
        var body = JsonSerializer.SerializeToUtf8Bytes(new { query });
        var builds = measured.Other is null ? [ThisBuild] : new[] { ThisBuild, measured.Other };
        var names = builds.Select((_, place) => place == 0 ? user : user + ", the other build").ToList();
        var running = new List<RunningProcess>();
        var drivers = new List<LoadDriver>();
        var answers = new List<byte[]>();
        try
        {
            foreach (var (place, build) in builds.Index())
            {
                var own = place == 0 ? folder : Directory.CreateDirectory(Path.Combine(folder, "other")).FullName;
                var relay = RunningProcess.Start(Own("relay", own, port => measured.Agencies
                    ? ["--port", Text(port), PolicyRelay.ForwardAlways]
                    : ["--port", Text(port)]));
                running.Add(relay);
                var hub = RunningProcess.Start(Own("hub", own, port =>
                    ["--port", Text(port), "--relay", Text(relay.Port + 1), "--folder", own]));
                running.Add(hub);
                await PolicyServers.ReadyAsync(hub, own);
                var contestant = Own("labelled", own, Serving(own), build);
                var gateway = RunningProcess.Start(contestant);
                running.Add(gateway);
                await LendAsync(contestant, hub, gateway, body);
                contestant = contestant with { Headers = await HeadersAsync(hub, user) };
                drivers.Add(new LoadDriver(contestant, gateway, body) { Beside = measured.Agencies ? hub : null });
                answers.Add(await WholeAnswerAsync("labelled", drivers[^1]));
            }

            var plain = Own("plain", folder, Serving(folder));
            await using var open = RunningProcess.Start(plain);
            using var plainDriver = new LoadDriver(plain, open, body)
            {
                // The first hub's agencies answer plain mode too.
                Beside = measured.Agencies ? running[1] : null,
            };
            var given = await WholeAnswerAsync("plain", plainDriver);
            if (measured.Log)
            {
                var logged = Own("plain", folder, port =>
                    [.. Serving(folder)(port), PlainServer.KeepLog, Path.Combine(folder, "log")]);
                running.Add(RunningProcess.Start(logged));
                drivers.Add(new LoadDriver(logged, running[^1], body) { Beside = plainDriver.Beside });
                answers.Add(await WholeAnswerAsync("logged", drivers[^1]));
                names.Add("plain mode with the log");
            }

            var rounds = await MeasureAsync([plainDriver, .. drivers], length, name + ", " + user);
            var without = rounds.Select(round => round[0]).ToList();
            return string.Concat(names.Select((who, place) => Line(
                who, rounds.Select(round => round[place + 1]).ToList(), answers[place].Length)));

            string Line(string who, List<double> with, int released) => string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {who} | {Results.Median(with):F2} | {Results.Median(without):F2} "
                + $"| {Results.Median(with.Zip(without, (one, another) => one / another)):F2} "
                + $"| {released} | {given.Length} |\n");
        }
        finally
        {
            drivers.ForEach(driver => driver.Dispose());
            foreach (var process in Enumerable.Reverse(running))
            {
                await process.DisposeAsync();
            }
        }
    }

    // Plain mode borrows a caller's context from the relay: somebody has asked the agencies before, also where the user
    // that is measured asks none.
    private static async Task LendAsync(Contestant labelled, RunningProcess hub, RunningProcess gateway, byte[] body)
    {
        var headers = await HeadersAsync(hub, "decision-maker");
        using var driver = new LoadDriver(labelled with { Headers = headers }, gateway, body);
        _ = await WholeAnswerAsync("labelled", driver);
    }

    // Processor time of a request of each, round after round.
    private static async Task<List<double[]>> MeasureAsync(List<LoadDriver> drivers, RunLength length, string what)
    {
        for (var sent = 0; sent < length.Warmup; sent += 200)
        {
            foreach (var driver in drivers)
            {
                _ = await driver.SendAsync(200, length.Concurrency);
            }
        }

        var rounds = new List<double[]>();
        for (var round = 0; round < length.Rounds; round++)
        {
            var spent = new double[drivers.Count];
            for (var place = 0; place < spent.Length; place++)
            {
                spent[place] = (await drivers[place].SendAsync(length.Requests, length.Concurrency)).CpuMilliseconds;
            }

            rounds.Add(spent);
            Console.WriteLine(what + ": " + string.Join(
                " / ", spent.Select(time => time.ToString("F2", CultureInfo.InvariantCulture))));
        }

        return rounds;
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
        return new Dictionary<string, string>
        {
            ["Authorization"] = "Bearer " + await http.GetStringAsync(url),
            ["Access-Purpose"] = Aggregator.Host.LocalHub.DemonstrationUsers.Find(user)!.Purpose,
            ["Access-As-At"] = "2025-07-16T18:00:00+01:00",
        };
    }

    private static string ThisBuild => typeof(PolicyRun).Assembly.Location;

    private static Contestant Own(string verb, string folder, Func<int, string[]> arguments, string? build = null) =>
        new(verb, port => Contestant.Command("dotnet", [build ?? ThisBuild, verb, .. arguments(port)]), folder)
        {
            // As the Host is built.
            Environment = new Dictionary<string, string> { ["DOTNET_gcConcurrent"] = "0" },
        };

    private static Func<int, string[]> Serving(string folder) => port => ["--port", Text(port), "--folder", folder];

    private sealed record Measured(string? User, string? Other, bool Agencies)
    {
        public bool Log { get; init; }
    }

    private sealed record RunLength(int Rounds, int Requests, int Warmup, int Concurrency);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
