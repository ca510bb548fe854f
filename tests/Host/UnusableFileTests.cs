using Aggregator.Host.Composing;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>Files and folders that cannot be used are said in one line, by whatever verb.</summary>
public sealed class UnusableFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_may_not_be_read_is_said_in_one_line()
    {
        // A folder is refused to everybody who would read it as a file, also to who may read all files.
        _ = Directory.CreateDirectory(_folder.File("entries"));

        var ran = await Verb.RunAsync("audit", "verify", _folder.Name, "--key", _folder.Name);

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Equal($"{_folder.Name}: is a folder: name a file in it\n", ran.Error);
    }

    [Theory]
    [InlineData("verify", "--key", "nowhere")]
    [InlineData("prove", "--entry", "0")]
    [InlineData("accesses", "--subject", "P1", "--pseudonym-key", "nowhere")]
    public async Task A_folder_that_cannot_be_entered_is_not_called_one_without_a_log(
        string verb, params string[] options)
    {
        // A link to itself can be entered by nobody.
        var loop = _folder.File("loop");
        _ = File.CreateSymbolicLink(loop, loop);

        var ran = await Verb.RunAsync(["audit", verb, loop, .. options]);

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.DoesNotContain("no access log here", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        Assert.Contains(loop, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_thrown_names_the_file_and_the_cure() => Assert.Equal(
        "/nowhere/key: may not be read: give this user the right to",
        UnreadableFile.Say(new UnauthorizedAccessException("Access to the path '/nowhere/key' is denied.")));

    [Theory]
    [InlineData("hub")]
    [InlineData("serve", "--open", "--supergraph", "nowhere.graphql")]
    public async Task A_port_that_is_no_number_is_refused(params string[] verb)
    {
        foreach (var port in new[] { "x", "-1", "65536", "1.5" })
        {
            var ran = await Verb.RunAsync([.. verb, "--port", port]);

            Assert.Equal(1, ran.Code);
            Assert.StartsWith("`--port` is no port: give a number", ran.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        }
    }
}
