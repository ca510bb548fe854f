using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Aggregator.Composition;
using Aggregator.Engine;
using Aggregator.Execution;
using Aggregator.Schema;
using BenchmarkDotNet.Attributes;

namespace Aggregator.Benchmarks;

/// <summary>
/// Documents made to be expensive, from the bytes of the request to the bytes of the answer, with the default limits:
/// each is refused, except those that are long and harmless, which are answered.
/// </summary>
[MemoryDiagnoser]
public class RefusalBenchmarks
{
    private const string Schema =
        "type Query { s: String node(id: ID): Node } type Node { s: String node(id: ID): Node }";

    private readonly PlainPipeline _pipeline = new(
        SupergraphReader.Read(Composer.Compose([new SubgraphSource("s", "", Schema)]).SupergraphSdl!).Supergraph!,
        new EngineOptions(), new SilentAgencies(), TimeProvider.System);

    private byte[] _document = [];
    private int _sent;

    /// <summary>What is sent.</summary>
    public static IEnumerable<string> Names => Documents.Keys;

    private static Dictionary<string, string> Documents { get; } = new()
    {
        ["one field, 16 KB of it"] = "{" + Repeated("s ", 8_000 - 1) + "}",
        ["one field under one alias, 16 KB of it"] = "{" + Repeated("a:s ", 4_000) + "}",
        ["one field with arguments that differ, 16 KB"] = "{" + Joined(900, at => $"node(id:{at}){{s}} ") + "}",
        ["one field in 16 KB of fragments without names"] = "{" + Repeated("...{s} ", 2_300) + "}",
        ["larger than the limit: 1 MB"] = "{" + Repeated("s ", 500_000) + "}",
        ["more tokens than the limit: 60 KB"] = "{" + Repeated("s ", 30_000) + "}",
        ["brackets nested 30,000 deep"] = Repeated("{s", 30_000),
        ["lists nested 30,000 deep in an argument"] = "{node(id:" + Repeated("[", 30_000),
        ["fields nested 50 deep"] = Repeated("{node", 50) + "{s}" + Repeated("}", 50),
        ["2,000 aliases"] = "{" + Joined(2_000, at => $"a{at}:s ") + "}",
        ["a circle of 200 fragments"] = "{node{...f0}}" + Joined(200, at => Fragment(at, $"...f{(at + 1) % 200}")),
        ["200 fragments that double"] = "{node{...f0}}"
            + Joined(199, at => Fragment(at, $"...f{at + 1} ...{{...f{at + 1}}}")) + Fragment(199, "s"),
        ["20 fragments that double under aliases"] = "{node{...f0}}"
            + Joined(19, at => Fragment(at, $"a:node{{...f{at + 1}}} b:node{{...f{at + 1}}}")) + Fragment(19, "s"),
        ["100 fragments that each spread all after them"] = "{node{...f0}}"
            + Joined(100, at => Fragment(at, "s" + Joined(99 - at, next => $" ...f{at + 1 + next}"))),
        ["500 mistakes"] = "{" + Joined(500, at => $"x{at} ") + "}",
        ["introspection of introspection"] = "{__schema{types{fields{type{fields{type{fields{type{name}}}}}}}}}",
    };

    /// <summary>Which document.</summary>
    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    /// <summary>The request answered or refused.</summary>
    [Benchmark]
    public async Task<int> Answer() => (await SaidAsync()).Length;

    /// <summary>What is said to it.</summary>
    public async Task<byte[]> SaidAsync()
    {
        var request = new GatewayRequest
        {
            // New each time: what was valid is kept prepared.
            Document = New(),
            RequestId = "",
        };
        using var answer = await _pipeline.AnswerAsync(request, null, CancellationToken.None);
        return answer.Body.ToArray();
    }

    private byte[] New()
    {
        if (_document.Length == 0)
        {
            _document = Encoding.UTF8.GetBytes(Documents[Name] + "#          ");
        }

        var document = (byte[])_document.Clone();
        _ = _sent++.TryFormat(document.AsSpan(^10..), out _, default, CultureInfo.InvariantCulture);
        return document;
    }

    private static string Fragment(int number, string body) => $" fragment f{number} on Node{{{body}}}";

    private static string Repeated(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static string Joined(int count, Func<int, string> part) =>
        string.Concat(Enumerable.Range(0, count).Select(part));

    [SuppressMessage("Reliability", "CA2000", Justification = "responses belong to the caller")]
    private sealed class SilentAgencies : IAgencyClient
    {
        public ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new AgencyResponse(
                AgencyOutcome.Answered, "{\"data\":{\"s\":null}}"u8.ToArray(), null, 200, null));
    }
}
