using System.Buffers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aggregator.Load;

/// <summary>Kestrel with nothing around it.</summary>
internal static class BareServer
{
    private const int LargestBody = 1 << 20;

    public static WebApplication Build(Action<KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            listen(kestrel);
        });
        return builder.Build();
    }

    public static async ValueTask<byte[]> ReadAsync(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            if (read.Buffer.Length > LargestBody)
            {
                throw new InvalidOperationException("too large");
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
