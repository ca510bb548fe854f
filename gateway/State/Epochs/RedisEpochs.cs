using System.Globalization;
using System.Security.Cryptography;
using StackExchange.Redis;

namespace Aggregator.State;

/// <summary>The epochs in Redis, shared by all instances. Subjects are named by pseudonyms.</summary>
public sealed class RedisEpochs : IEpochStore
{
    // An epoch outlives by far whatever was remembered under it.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan Part = TimeSpan.FromSeconds(2);

    private readonly RedisState _state;
    private readonly string _prefix;

    internal RedisEpochs(RedisState state, string prefix)
    {
        _state = state;
        _prefix = prefix;
    }

    private RedisKey Keeper => _prefix + "keeper";

    private RedisKey Relied => _prefix + "relied-on";

    private RedisKey All => _prefix + "all";

    private RedisKey Position => _prefix + "position";

    /// <inheritdoc/>
    public async ValueTask<string[]?> ReadAsync(
        IReadOnlyList<string> subjects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        RedisKey[] keys = [Relied, All, .. subjects.Select(Epoch)];
        var values = await _state.AskAsync(database => database.StringGetAsync(keys), cancellationToken);
        return values is null || values[0].IsNull || values[1].IsNull
            ? null
            : [.. values.Skip(2).Select(epoch => $"{values[1]}/{epoch}")];
    }

    /// <inheritdoc/>
    public async ValueTask<long?> LeadAsync(string keeper, CancellationToken cancellationToken)
    {
        var isKeeper = await _state.AskAsync(
            async database => await database.StringSetAsync(Keeper, keeper, Part, When.NotExists)
                || await database.LockExtendAsync(Keeper, keeper, Part) ? "yes" : null,
            cancellationToken);
        if (isKeeper is null)
        {
            return null;
        }

        var position = await _state.AskAsync(
            async database => (string?)await database.StringGetAsync(Position) ?? "", cancellationToken);
        return position is null ? null
            : long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known
            : 0;
    }

    /// <inheritdoc/>
    public async ValueTask RecordAsync(EpochRound round, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(round);
        _ = await _state.AskAsync(
            async database =>
            {
                // Sent in this order on one connection: an epoch has ended before the others are relied on again.
                var batch = database.CreateBatch();
                var sent = new List<Task>();
                foreach (var subject in round.Subjects)
                {
                    sent.Add(batch.StringIncrementAsync(Epoch(subject)));
                    sent.Add(batch.KeyExpireAsync(Epoch(subject), Kept));
                }

                // Unlike any that was there before, also where Redis has lost all it held.
                var all = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
                sent.Add(batch.StringSetAsync(All, all, when: round.EndsAll ? When.Always : When.NotExists));
                sent.Add(batch.StringSetAsync(Position, round.Position));
                sent.Add(round.ReliedOnFor is { } time && time > TimeSpan.Zero
                    ? batch.StringSetAsync(Relied, "1", time)
                    : batch.KeyDeleteAsync(Relied));
                batch.Execute();
                await Task.WhenAll(sent);
                return "";
            },
            cancellationToken);
    }

    private RedisKey Epoch(string subject) => _prefix + "epoch:" + subject;
}
