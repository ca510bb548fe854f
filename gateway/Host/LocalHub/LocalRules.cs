using Aggregator.Agencies;
using Aggregator.Host.Serving;
using Aggregator.Hub.Worker;

namespace Aggregator.Host.LocalHub;

/// <summary>
/// The hub's rules at work: a client of the gateway with an account, a purpose and log entries of its own. The account
/// is no user's: the issuer gives its tokens to nobody else.
/// </summary>
internal sealed class LocalRules : IAsyncDisposable
{
    private static readonly DemonstrationUser Account = new("hub-rules", "HUB_RULES", "HUB", "RULE_EVALUATION");
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RestAfterFault = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new() { Timeout = Timeout };
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;

    /// <summary>Makes the worker; nothing runs yet.</summary>
    /// <param name="hub">The local hub, all of whose agencies' outboxes are followed.</param>
    /// <param name="signer">Vouches to the outboxes for the rules.</param>
    /// <param name="clock">The hub's clock: due times come by it.</param>
    /// <param name="patience">How often a child is asked for again whose answer failed or lacked a source.</param>
    public LocalRules(LocalHubHost hub, CallerContextSigner signer, TimeProvider clock, int patience)
    {
        var vouched = CallerContexts.OfRules(signer, clock);
        Worker = hub.Agencies.Find("hub") is { } register
            ? new RuleWorker(register, _http, new RuleWorkerOptions
            {
                Gateway = new Uri(hub.Gateway, "/graphql"),
                Token = _ => new(hub.Issuer.TokenFor(Account)),
                Feeds =
                [
                    .. hub.Agencies.Outboxes.Select(outbox => new ChangeFeed(
                        outbox.Agency, outbox.Changes, _ => new(vouched()))),
                ],
                Clock = clock,
                Patience = patience,
            })
            : null;
    }

    /// <summary>Evaluates children; null when the hub, whose rules they are, is left out.</summary>
    public RuleWorker? Worker { get; }

    /// <summary>Starts to follow the outboxes and due times beside everything else, until it is disposed.</summary>
    /// <param name="told">Told when a round failed; it is tried again ten seconds later.</param>
    public void Follow(Action<string> told)
    {
        if (Worker is { } worker)
        {
            _following = Task.Run(() => FollowAsync(worker, told, _stop.Token));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _http.Dispose();
        _stop.Dispose();
    }

    /// <summary>Goes round until it is stopped; a round that failed is tried again ten seconds later.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="told">Told when a round failed.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task FollowAsync(RuleWorker worker, Action<string> told, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // A round that fails or is stopped has not remembered its position, so the next one loses nothing.
            var rounds = worker.RunAsync(stop);
            await rounds.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (rounds.IsFaulted && !stop.IsCancellationRequested)
            {
                told("a round of the rules failed and is tried again");
                await Task.Delay(RestAfterFault, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
