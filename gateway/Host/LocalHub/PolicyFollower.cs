using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Aggregator.Engine;
using Aggregator.Host.Verbs;
using Aggregator.Policy;

namespace Aggregator.Host.LocalHub;

/// <summary>
/// Follows the policy's files: a valid change is put in force as a whole, while every request keeps the policy it began
/// with. After an invalid one the old policy stays, and the gateway says that it is not ready. Without any files
/// everything is denied. Files are read rather than watched, since a watch misses changes on mounted volumes.
/// </summary>
/// <param name="folder">The folder of the <c>*.yaml</c> files.</param>
/// <param name="rules">The policy in force.</param>
/// <param name="told">Told what became of a change: names, places and cures, nobody's data.</param>
/// <param name="time">The clock.</param>
internal sealed class PolicyFollower(string folder, PolicyInForce rules, Action<string> told, TimeProvider time)
    : IAsyncDisposable
{
    /// <summary>How long it rests between two looks. A change counts once two looks find it alike.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private string? _judged;
    private string? _seen;
    private Task _following = Task.CompletedTask;

    /// <summary>Why the files are not what is in force; null when they are.</summary>
    public string? Fault { get; private set; }

    /// <summary>Begins to follow, until it is disposed.</summary>
    public void Start() => _following = Task.Run(FollowAsync);

    /// <summary>Looks once. Whatever happens, it can look again.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Following that ended would keep an old policy for ever.")]
    public void Look()
    {
        try
        {
            var texts = Texts();
            var hash = HashOf(texts);
            var isSettled = hash == _seen;
            _seen = hash;
            if (isSettled && hash != _judged)
            {
                _judged = hash;
                Judge(texts);
            }
        }
        catch (Exception fault)
        {
            Fault = $"the policy files could not be judged ({fault.GetType().Name}): "
                + "the policy before them is in force";
            Tell(fault.ToString());
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Look();
            await Task.Delay(Rest, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Judge(List<PolicyText>? texts)
    {
        if (texts is null)
        {
            Fault = "the policy files cannot be read: the policy before them is in force";
            Tell($"{folder}: {Fault}");
            return;
        }

        if (texts.Count == 0)
        {
            rules.Withdraw();
            Fault = "there is no policy: everything is denied";
            Tell($"{folder}: {Fault}");
            return;
        }

        var (table, faults) = PolicyFolder.Read(texts, rules.Supergraph);
        if (table is null)
        {
            Fault = "the policy files have mistakes: the policy before them is in force";
            Tell(string.Join('\n', faults.Prepend($"{folder}: {Fault}")));
            return;
        }

        // At the start it is in force already, unless somebody changed it meanwhile.
        if (Fault is not null || rules.Current?.Table.Model.Hash != table.Model.Hash)
        {
            rules.Replace(table);
            Fault = null;
            Tell("policy " + table.Name);
        }
    }

    // That nobody can be told, as when the terminal is gone, is no reason to follow no more.
    [SuppressMessage("Design", "CA1031", Justification = "Following that ended would keep an old policy for ever.")]
    private void Tell(string what)
    {
        try
        {
            told(what);
        }
        catch (Exception)
        {
        }
    }

    // Null while the files cannot be read, as when somebody is writing them.
    private List<PolicyText>? Texts()
    {
        try
        {
            return PolicyFolder.Texts(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? HashOf(List<PolicyText>? texts) => texts is null
        ? null
        : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\0', texts.SelectMany(text => ImmutableArray.Create(text.Name, text.Text))))));
}
