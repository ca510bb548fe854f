using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.State.Tests;

/// <summary>What holds of the shared state with Garnet in this process, and with redis-server where it is installed.
/// </summary>
public class RedisTests
{
    private readonly TestRegister _register = new()
    {
        Facts = { ["P1"] = TestRegister.OnCaseload, ["P2"] = TestRegister.OnCaseload },
    };


    public static TheoryData<bool> Servers => RunningRedis.Installed is null ? [false] : [false, true];

    [SkippableRedisFact]
    public void Redis_server_is_among_the_servers() => Assert.NotNull(RunningRedis.Installed);

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Withdrawal_seen_by_one_instance_is_obeyed_by_the_others(bool isInstalled)
    {
        await using var server = await StartAsync(isInstalled);
        await using var one = await Instance.StartAsync(server.Address, _register);
        await using var other = await Instance.StartAsync(server.Address, _register);
        await one.Keeper.LookAsync(default);
        await one.AskAsync("P1", "P2");
        await other.AskAsync("P1", "P2");
        await other.AskAsync("P1", "P2");
        Assert.Equal(2, _register.Asked);

        _register.Facts["P2"] = _register.Facts["P2"] with { Consents = [] };
        _register.Change("P2", "ConsentRecord");

        // A look does nothing when its part ends right then; the next one takes it again.
        await EventuallyAsync(async () =>
        {
            await one.Keeper.LookAsync(default);
            return (await other.AskAsync("P1", "P2")).Persons["P2"].Consents.IsEmpty;
        });
        Assert.Empty((await other.AskAsync("P1", "P2")).Persons["P2"].Consents);
        await other.AskAsync("P1");
        Assert.Equal(3, _register.Asked);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task One_instance_looks_for_changes_and_another_takes_over(bool isInstalled)
    {
        await using var server = await StartAsync(isInstalled);
        await using var one = await Instance.StartAsync(server.Address, _register);
        await using var other = await Instance.StartAsync(server.Address, _register);

        await EventuallyAsync(async () => await one.Redis.Epochs.LeadAsync("one", default) is not null
            && await other.Redis.Epochs.LeadAsync("other", default) is null);
        await EventuallyAsync(async () => await other.Redis.Epochs.LeadAsync("other", default) is not null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cut_or_silent_connection_leaves_nothing_remembered_and_the_hub_is_asked(bool isSilent)
    {
        await using var server = RunningRedis.StartGarnet();
        await using var way = CutConnection.To(server.Port);
        await using var one = await Instance.StartAsync(server.Address, _register);
        await using var cut = await Instance.StartAsync(way.Address, _register, RedisState.UsualWait);
        await one.Keeper.LookAsync(default);
        await EventuallyAsync(async () => await cut.Redis.Epochs.ReadAsync([], default) is not null);
        await one.Keeper.LookAsync(default);
        await cut.AskAsync("P2");
        var before = _register.Asked;
        if (isSilent)
        {
            way.Stall();
        }
        else
        {
            way.Cut();
        }

        _register.Facts["P2"] = _register.Facts["P2"] with { Consents = [] };
        _register.Change("P2", "ConsentRecord");
        await one.Keeper.LookAsync(default);

        Assert.Empty((await cut.AskAsync("P2")).Persons["P2"].Consents);
        Assert.Equal(before + 1, _register.Asked);
        Assert.Equal(0, cut.Cache.Count);
    }

    [Fact]
    public async Task Server_that_was_never_there_is_no_hindrance()
    {
        await using var alone = await Instance.StartAsync(
            $"127.0.0.1:{RunningRedis.FreePort()}", _register, RedisState.UsualWait);

        Assert.Equal(["P1"], (await alone.AskAsync("P1")).Persons.Keys);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Links_outlive_the_instance_that_kept_them(bool isInstalled)
    {
        await using var server = await StartAsync(isInstalled);
        await using (var first = await Instance.StartAsync(server.Address, _register))
        {
            await first.AskAsync("P1");
        }

        await using var second = await Instance.StartAsync(server.Address, _register);
        _register.IsDown = true;

        var answer = await second.AskAsync("P1");

        Assert.Equal(RegisterState.LastKnown, answer.State);
        Assert.Equal("CASELOAD", answer.Persons["P1"].Links.Single().Kind);
    }

    private static async Task<RunningRedis> StartAsync(bool isInstalled) =>
        isInstalled ? await RunningRedis.StartInstalledAsync() : RunningRedis.StartGarnet();

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var attempt = 0; attempt < 200 && !await holds(); attempt++)
        {
            await Task.Delay(50);
        }

        Assert.True(await holds());
    }

    private sealed record Instance(RedisState Redis, DecisionCache Cache, EpochKeeper Keeper) : IAsyncDisposable
    {
        [SuppressMessage("Reliability", "CA2000", Justification = "the instance owns its keeper")]
        public static async Task<Instance> StartAsync(string address, TestRegister register, TimeSpan? wait = null)
        {
            // A busy machine must not make a server look silent.
            var redis = await RedisState.ConnectAsync(address, "test:", wait ?? TimeSpan.FromSeconds(20));
            var links = new LastKnownLinks(register, redis, new byte[32], TimeProvider.System);
            var cache = new DecisionCache(links, redis.Epochs, text => "#" + text, TimeProvider.System);
            redis.Lost += cache.Forget;
            return new Instance(
                redis,
                cache,
                new EpochKeeper(
                    Convert.ToHexString(RandomNumberGenerator.GetBytes(8)),
                    new PatientEpochs(redis.Epochs),
                    register,
                    text => "#" + text,
                    TimeProvider.System));
        }

        public async Task<RegisterAnswer> AskAsync(params string[] persons) =>
            await Cache.AskAsync(TestRegister.About(persons), default);

        public async ValueTask DisposeAsync()
        {
            await Keeper.DisposeAsync();
            await Redis.DisposeAsync();
        }
    }

    /// <summary>Relied on for long: a busy machine must not end what a test relies on.</summary>
    private sealed class PatientEpochs(IEpochStore store) : IEpochStore
    {
        public ValueTask<string[]?> ReadAsync(IReadOnlyList<string> subjects, CancellationToken cancellationToken) =>
            store.ReadAsync(subjects, cancellationToken);

        public ValueTask<long?> LeadAsync(string keeper, CancellationToken cancellationToken) =>
            store.LeadAsync(keeper, cancellationToken);

        public ValueTask RecordAsync(EpochRound round, CancellationToken cancellationToken) => store.RecordAsync(
            round with { ReliedOnFor = round.ReliedOnFor is null ? null : TimeSpan.FromMinutes(5) }, cancellationToken);
    }

    private sealed class SkippableRedisFactAttribute : FactAttribute
    {
        public SkippableRedisFactAttribute() => Skip = RunningRedis.Installed is null
            ? "redis-server is not installed: eng/install-optional.sh installs it"
            : null;
    }
}
