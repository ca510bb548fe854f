using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aggregator.Transport.Tests;

/// <summary>Sends a request with each header value on a line of its own, as HttpClient does not.</summary>
internal static class TwoLines
{
    public static async Task<HttpResponseMessage> SendAsync(Uri gateway, HttpRequestMessage request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(gateway.Host, gateway.Port);
        await using var stream = connection.GetStream();
        var body = await request.Content!.ReadAsByteArrayAsync();
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{request.Method} {request.RequestUri} HTTP/1.1\r\n")
            .Append(CultureInfo.InvariantCulture, $"Host: {gateway.Authority}\r\nConnection: close\r\n")
            .Append("Content-Type: application/json\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                _ = head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            }
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n"));
        await stream.WriteAsync(body);
        using var reader = new StreamReader(stream);
        var status = (await reader.ReadLineAsync())!.Split(' ')[1];
        return new HttpResponseMessage((HttpStatusCode)int.Parse(status, CultureInfo.InvariantCulture));
    }
}
