using System.Net;

namespace Aggregator.Agencies;

/// <summary>The way to the hub's <c>/register/shown</c> (docs/hub-register.md).</summary>
public sealed class HubShownLine : IDisposable
{
    private const int MaxAnswerBytes = 1024 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HubConnection _hub;
    private readonly Uri _url;

    /// <summary>Makes it.</summary>
    /// <param name="url">The hub's <c>/register/shown</c>.</param>
    /// <param name="usesHttp2">True when the hub speaks clear-text HTTP/2 there.</param>
    /// <param name="sign">Signs a caller context for the gateway itself.</param>
    public HubShownLine(Uri url, bool usesHttp2, Func<string> sign)
    {
        _url = url;
        _hub = new HubConnection(usesHttp2, Timeout, MaxAnswerBytes, sign);
    }

    /// <summary>Sends a body.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<ShownAnswer> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _hub.PostAsync(_url, body, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => ShownAnswer.Taken,
                HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge => ShownAnswer.Refused,
                _ => ShownAnswer.NotTaken,
            };
        }
        catch (Exception fault) when (HubConnection.IsSilence(fault, cancellationToken))
        {
            return ShownAnswer.NotTaken;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hub.Dispose();
}
