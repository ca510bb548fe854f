using System.Text.Json;
using Aggregator.Fuzzing;
using Xunit;
using Xunit.Abstractions;

namespace Aggregator.Execution.Tests;

public class FuzzTests(ITestOutputHelper output)
{
    private static readonly ShopWorld World = new(users: 3, products: 3, reviewsOfProduct: 2);

    [Fact]
    public async Task Whatever_agencies_answer_the_client_gets_one_JSON_object_with_data_and_reasons()
    {
        var random = new Random(Mutation.Seed);
        output.WriteLine($"seed {Mutation.Seed}");
        var plan = ShopWorld.Plan(ShopWorld.DeepQuery);
        for (var round = 0; round < Mutation.Rounds(500); round++)
        {
            var answer = await plan.AnswerAsync(new Mutating(World.Agencies(), random));

            var root = JsonElement.Parse(answer);
            Assert.True(root.TryGetProperty("data", out _), answer);
        }
    }

    private sealed class Mutating(IAgencyClient inner, Random random) : IAgencyClient
    {
        private readonly Lock _lock = new();

        public async ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
        {
            using var response = await TryAsync(request, cancellationToken);
            lock (_lock)
            {
                byte[] body = random.Next(3) == 0 ? response.Body.ToArray()
                    : Mutation.Bytes(random, response.Body.ToArray());
                return new AgencyResponse(AgencyOutcome.Answered, body, null, 200, null);
            }
        }

        // A key that was mutated goes to the next agency as it is, and half a surrogate is more than this one can read.
        private async ValueTask<AgencyResponse> TryAsync(AgencyRequest request, CancellationToken cancellationToken)
        {
            try
            {
                return await inner.SendAsync(request, cancellationToken);
            }
            catch (InvalidOperationException)
            {
                var refusal = "{\"errors\":[{\"message\":\"cannot be read\"}]}"u8.ToArray();
                return new AgencyResponse(AgencyOutcome.Answered, refusal, null, 200, null);
            }
        }
    }
}
