using System.CommandLine;
using Aggregator.Host.Exporting;

namespace Aggregator.Host.Verbs;

/// <summary>What every verb that is a client of the gateway is told.</summary>
internal sealed class ClientArguments
{
    public Option<string> Gateway { get; } = new("--gateway")
    {
        Description = "The gateway's address, as in http://127.0.0.1:5080.",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    public Option<FileInfo> Token { get; } = new("--token-file")
    {
        Description = "A file with the caller's token; a token on the command line would be seen by others.",
        Required = true,
    };

    public Option<DirectoryInfo?> Output { get; } = new("--output")
    {
        Description = "The folder to write into; else Markdown is printed.",
    };

    public void AddTo(Command command)
    {
        command.Add(Gateway);
        command.Add(Token);
        command.Add(Output);
    }

    /// <summary>Runs a verb's work with a client of the gateway; what is wrong is said in one line.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="documents">The names of the documents that it will give.</param>
    /// <param name="work">The work.</param>
    public async Task<int> RunAsync(
        ParseResult parsed, IEnumerable<string> documents, Func<GatewayClient, Terminal, Task<int>> work)
    {
        var terminal = Terminal.Of(parsed);
        var file = parsed.GetValue(Token)!;
        if (!file.Exists)
        {
            return terminal.Refuse($"{file.FullName}: there is no such file");
        }

        if (!Uri.TryCreate(parsed.GetValue(Gateway), UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https"))
        {
            return terminal.Refuse($"`--gateway {parsed.GetValue(Gateway)}`: name an http or https address");
        }

        var token = (await File.ReadAllTextAsync(file.FullName)).Trim();
        if (!IsToken(token))
        {
            return terminal.Refuse($"{file.FullName}: holds no single token: put the token alone into it, on one line");
        }

        // Before anything is asked: what is asked is recorded as passed on, whether it can be written or not.
        if (parsed.GetValue(Output) is { } output && Unwritable(output, documents) is { } unwritable)
        {
            return terminal.Refuse(unwritable);
        }

        try
        {
            using var gateway = new GatewayClient(new Uri(address, "/graphql"), token);
            return await work(gateway, terminal);
        }
        catch (Exception fault) when (fault is AskException or IOException or UnauthorizedAccessException
            or FormatException)
        {
            return terminal.Refuse(fault.Message);
        }
    }

    /// <summary>Writes a document as Markdown and JSON, or prints it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it be.</exception>
    public void Give(ParseResult parsed, Terminal terminal, string name, string markdown, string json)
    {
        if (parsed.GetValue(Output) is not { } folder)
        {
            terminal.Output.Write(markdown);
            return;
        }

        foreach (var (file, text) in FilesOf(folder, name).Zip([markdown, json]))
        {
            OwnerOnly.Replace(file, text);
            terminal.Output.WriteLine(file);
        }
    }

    private static string[] FilesOf(DirectoryInfo folder, string name) =>
        [Path.Combine(folder.FullName, name + ".md"), Path.Combine(folder.FullName, name + ".json")];

    // The characters that a bearer token is made of (RFC 6750).
    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(one => char.IsAsciiLetterOrDigit(one) || "-._~+/=".Contains(one));

    private static string? Unwritable(DirectoryInfo folder, IEnumerable<string> documents)
    {
        try
        {
            folder.Create();
            var probe = Path.Combine(folder.FullName, Path.GetRandomFileName());
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"`--output {folder.FullName}`: cannot be written into, so nothing was asked ({fault.Message}): "
                + "name a folder of yours, or one that does not exist yet";
        }

        return documents.SelectMany(name => FilesOf(folder, name))
            .Where(file => Directory.Exists(file) || new FileInfo(file) is { Exists: true, IsReadOnly: true })
            .Select(file => $"{file}: is a folder, or a file that may only be read, so nothing was asked: move it away")
            .FirstOrDefault();
    }
}
