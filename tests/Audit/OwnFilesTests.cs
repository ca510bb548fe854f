using System.Runtime.Versioning;
using Xunit;

namespace Aggregator.Audit.Tests;

/// <summary>Who else has an account on the machine does not read the log.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OwnFilesTests : IDisposable
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly LogCase _case = new();

    public void Dispose() => _case.Dispose();

    [Fact]
    public async Task Nobody_but_the_owner_opens_anything_of_a_log()
    {
        await _case.FillAsync(accesses: 300);

        Assert.Empty(OpenToOthers());
    }

    [Fact]
    public async Task Log_that_others_could_read_is_shut_when_it_is_opened()
    {
        await _case.FillAsync(accesses: 1);
        File.SetUnixFileMode(_case.Folder, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(_case.Segment, (UnixFileMode)0b110_100_100);

        await _case.FillAsync(accesses: 1, from: 1);

        Assert.Empty(OpenToOthers());
    }

    private IEnumerable<string> OpenToOthers() =>
        Directory.EnumerateFileSystemEntries(_case.Folder, "*", SearchOption.AllDirectories).Append(_case.Folder)
            .Where(entry => (File.GetUnixFileMode(entry) & Others) != 0);
}
