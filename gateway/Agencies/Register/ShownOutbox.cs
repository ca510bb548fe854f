using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Aggregator.Policy;

namespace Aggregator.Agencies;

/// <summary>What became of a body that was sent to the hub.</summary>
public enum ShownAnswer
{
    /// <summary>The hub took it.</summary>
    Taken,

    /// <summary>It did not: it is away, or does not take anything from this gateway.</summary>
    NotTaken,

    /// <summary>It takes no such body, however often it is sent.</summary>
    Refused,
}

/// <summary>
/// Keeps what was shown in a file until the hub has taken it: durable before the answer leaves, sent in order, again
/// after a restart or while the hub is away, and then gone from the file. The hub takes the same delivery twice without
/// harm. What it was told already is not kept again. What it refuses is put aside, and sent again after a restart.
/// </summary>
public sealed class ShownOutbox : IShownFeed, IAsyncDisposable
{
    /// <summary>Bytes that may wait for the hub, 64 MiB; above it nothing more is shown.</summary>
    public const int MaxWaitingBytes = 64 * 1024 * 1024;

    // The hub takes a body of 1 MiB.
    private const int MaxTogetherBytes = 1_000_000;
    private const int MaxTogether = 100;
    private const int MaxLineBytes = 500_000;
    private const int MaxRemembered = 200_000;
    private static readonly TimeSpan RestAfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookApart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UsualSilence = TimeSpan.FromMinutes(1);

    private readonly Func<byte[], CancellationToken, ValueTask<ShownAnswer>> _send;
    private readonly Action<string> _told;
    private readonly TimeSpan _silence;
    private readonly ShownFile _file;
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<(string Worker, string Child), DateTimeOffset> _looked = new();
    private readonly ConcurrentDictionary<ToldKey, ImmutableArray<string>> _tellings = new();
    private readonly Task _sending;
    private int _refused;
    private long _lastTaken = Stopwatch.GetTimestamp();
    private volatile string? _standstill;

    /// <summary>Opens the outbox and begins to send what waits.</summary>
    /// <param name="folder">Its folder, on the instance's own volume.</param>
    /// <param name="send">Sends a body.</param>
    /// <param name="told">Told, without anybody's data, what the operator has to know.</param>
    public ShownOutbox(
        string folder, Func<byte[], CancellationToken, ValueTask<ShownAnswer>> send, Action<string> told)
        : this(folder, send, told, new ShownDisk(), UsualSilence)
    {
    }

    internal ShownOutbox(
        string folder,
        Func<byte[], CancellationToken, ValueTask<ShownAnswer>> send,
        Action<string> told,
        IShownDisk disk,
        TimeSpan silence)
    {
        (_send, _told, _silence) = (send, told, silence);
        _file = new ShownFile(folder, MaxWaitingBytes, disk);
        _sending = Task.Run(SendAsync);
    }

    /// <summary>Why nothing more can be shown; null when it can.</summary>
    public string? Fault => _file.WaitingBytes > MaxWaitingBytes - MaxLineBytes
        ? "what was shown waits for the hub, and nothing more may wait"
        : null;

    /// <summary>What the operator has to know of it; null for nothing.</summary>
    public string? Warning => _standstill ?? (_refused > 0 ? Refusals : null);

    /// <inheritdoc/>
    public ValueTask<bool> KeepAsync(ShownDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var news = NewsOf(delivery);
        if (news.Records.IsEmpty && news.Looks.IsEmpty)
        {
            return new(true);
        }

        try
        {
            if (!_file.Append(LinesOf(news)))
            {
                return new(false);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(false);
        }

        Remember(news);
        Signal();
        return new(true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _file.Dispose();
        _arrived.Dispose();
        _stop.Dispose();
    }

    // What one body cannot hold goes in parts: the hub takes records one by one.
    private static byte[] LinesOf(ShownDelivery news)
    {
        var line = ShownJson.Line(news);
        var half = news.Records.Length / 2;
        return line.Length <= MaxLineBytes || half == 0 ? line :
        [
            .. LinesOf(news with { Records = news.Records[..half] }),
            .. LinesOf(news with { Records = news.Records[half..], Looks = [] }),
        ];
    }

    private ShownDelivery NewsOf(ShownDelivery delivery) => delivery with
    {
        Looks =
        [
            .. delivery.Looks.Where(child => !(_looked.TryGetValue((delivery.Worker, child), out var last)
                && delivery.At - last < LookApart)),
        ],
        Records = [.. delivery.Records.Where(record => IsNews(delivery.Agency, record))],
    };

    private bool IsNews(string agency, ShownRecord record)
    {
        foreach (var person in record.Persons)
        {
            if (!_tellings.TryGetValue(new ToldKey(agency, person, record.Record, record.Type), out var told)
                || (told != record.Classes && record.Classes.Except(told).Any()))
            {
                return true;
            }
        }

        return false;
    }

    private void Remember(ShownDelivery news)
    {
        if (_tellings.Count + _looked.Count > MaxRemembered)
        {
            _tellings.Clear();
            _looked.Clear();
        }

        foreach (var child in news.Looks)
        {
            _looked[(news.Worker, child)] = news.At;
        }

        foreach (var record in news.Records)
        {
            foreach (var person in record.Persons)
            {
                _ = _tellings.AddOrUpdate(
                    new ToldKey(news.Agency, person, record.Record, record.Type),
                    static (_, classes) => classes,
                    static (_, told, classes) => [.. told.Union(classes)],
                    record.Classes);
            }
        }
    }

    private void Signal()
    {
        try
        {
            _ = _arrived.Release();
        }
        catch (SemaphoreFullException)
        {
            // The sender has a signal waiting already.
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A sender that ended would let nothing more be shown.")]
    private async Task SendAsync()
    {
        var together = MaxTogether;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                together = await SendNextAsync(together);
            }
            catch (Exception fault) when (!_stop.IsCancellationRequested)
            {
                StandStill($"what was shown cannot be sent to the hub ({fault.GetType().Name}): it is tried again");
                await Task.Delay(RestAfterFault, _stop.Token);
            }
        }
    }

    // How many to send together next: of some that are refused, fewer and fewer, until it is known which.
    private async Task<int> SendNextAsync(int together)
    {
        var (lines, next) = _file.Waiting(together, MaxTogetherBytes);
        if (lines.Count == 0)
        {
            await _arrived.WaitAsync(_stop.Token);
            _lastTaken = Stopwatch.GetTimestamp();
            return together;
        }

        switch (await _send(ShownJson.Body(lines), _stop.Token))
        {
            case ShownAnswer.Taken:
                _file.Advance(next);
                GoOn();
                return Math.Min(together * 2, MaxTogether);
            case ShownAnswer.Refused when lines.Count > 1:
                return lines.Count / 2;
            case ShownAnswer.Refused:
                _file.SetAside(lines[0]);
                _file.Advance(next);
                _refused++;
                if (BitOperations.IsPow2(_refused))
                {
                    _told($"{Refusals}; it is sent again with the next start");
                }

                return 1;
            default:
                if (Stopwatch.GetElapsedTime(_lastTaken) >= _silence)
                {
                    StandStill("the hub takes nothing of what was shown: it does not answer, or not to this gateway");
                }

                await Task.Delay(RestAfterFault, _stop.Token);
                return together;
        }
    }

    private string Refusals => $"the hub refused, and is not told, what was shown by answers ({_refused} so far): it "
        + "is kept in refused.jsonl in the outbox's folder";

    private void StandStill(string why)
    {
        if (_standstill != why)
        {
            _standstill = why;
            _told(why);
        }
    }

    private void GoOn()
    {
        _lastTaken = Stopwatch.GetTimestamp();
        if (_standstill is not null)
        {
            _standstill = null;
            _told("the hub takes what was shown again");
        }
    }

    // What of a record an agency was told: beside it stand the classes.
    private readonly record struct ToldKey(string Agency, string Person, string Record, string Type);
}
