using System.Buffers.Binary;
using System.Security.Cryptography;
using Xunit;

namespace Aggregator.Audit.Tests;

/// <summary>The tree beside the entries, in the layout of C2SP tlog-tiles.</summary>
public sealed class TileTests : IDisposable
{
    private readonly LogCase _case = new();

    public void Dispose() => _case.Dispose();

    [Theory]
    [InlineData(0, 5, 256, "0/005")]
    [InlineData(1, 1234067, 256, "1/x001/x234/067")]
    [InlineData(0, 999, 17, "0/999.p/17")]
    public void A_tile_is_named_by_level_place_and_width(int level, long number, int width, string name) =>
        Assert.Equal(name, Tile.NameOf(level, number, width));

    [Fact]
    public async Task Tiles_hold_the_leaves_of_the_entries_and_nothing_else_is_left()
    {
        await _case.FillAsync(150);

        var lines = _case.Lines();
        var digests = lines.Select(line => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(line))).ToList();
        var full = await File.ReadAllBytesAsync(At("0/000"));
        var rest = digests.Count - 256;
        Assert.Equal(
            digests.Take(256).SelectMany(digest => MerkleHash.OfLeaf(digest).Bytes.ToArray()), full);
        Assert.Equal(digests.Take(256), Bundle(await File.ReadAllBytesAsync(At("entries/000"))));
        Assert.Equal(digests.Skip(256), Bundle(await File.ReadAllBytesAsync(At($"entries/001.p/{rest}"))));
        Assert.Equal(
            ["0/000", $"0/001.p/{rest}", "1/000.p/1", "entries/000", $"entries/001.p/{rest}"],
            Directory.EnumerateFiles(At(""), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(At(""), file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_tile_that_is_not_of_the_entries_is_found()
    {
        await _case.FillAsync(150);
        var file = At("0/000");
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        Assert.Contains("tile/0/000 is not of these entries", _case.Verify().Faults);
    }

    [Theory]
    [InlineData(20, "tile/0/000.p/41 is missing", "tile/entries/000.p/41 is missing")]
    [InlineData(150, "tile/0/000 is missing", "tile/0/001.p/45 is missing", "tile/1/000.p/1 is missing")]
    public async Task Tiles_that_the_logs_size_demands_and_that_are_not_there_are_named_until_a_start_writes_them(
        int accesses, params string[] missing)
    {
        await _case.FillAsync(accesses);
        Directory.Delete(At(""), recursive: true);

        var faults = _case.Verify().Faults;

        Assert.All(missing, each => Assert.Contains(each, faults));
        await _case.FillAsync(0);
        Assert.Empty(_case.Verify().Faults);
    }

    [Fact]
    public async Task A_tile_that_is_not_full_and_not_of_the_entries_is_found()
    {
        await _case.FillAsync(20);
        await File.WriteAllBytesAsync(At("0/000.p/41"), new byte[41 * 32]);

        Assert.Equal("tile/0/000.p/41 is not of these entries", Assert.Single(_case.Verify().Faults));
    }

    [Fact]
    public async Task A_tile_that_grew_since_the_checkpoint_stands_for_what_the_checkpoint_demands()
    {
        await _case.FillAsync(20);
        var before = File.ReadAllText(_case.OwnCheckpoint);
        await _case.FillAsync(20);
        Assert.Equal(81, _case.Signed().Size);
        File.WriteAllText(_case.OwnCheckpoint, before);
        Assert.Empty(_case.Verify().Faults);
        File.Delete(At("0/000.p/41"));
        Assert.Empty(_case.Verify().Faults);

        await _case.FillAsync(150);
        File.WriteAllText(_case.OwnCheckpoint, before);
        Assert.Empty(_case.Verify().Faults);
    }

    [Theory]
    [InlineData(3, false, "entry 4 is not the one that was logged")]
    [InlineData(270, false, "entry 271 is not the one that was logged")]
    [InlineData(3, true, "entry 4 is not the one that was logged, nor are 296 after it")]
    public async Task An_entry_that_is_not_the_one_that_was_logged_is_named(int at, bool isRemoved, string said)
    {
        await _case.FillAsync(150);
        var lines = _case.Lines().ToList();
        if (isRemoved)
        {
            lines.RemoveAt(at);
            lines.Add(lines[^1]);
        }
        else
        {
            lines[at] += " ";
        }

        _case.Replace(lines);

        Assert.Contains(said, _case.Verify().Faults);
    }

    private string At(string name) => Path.Combine(_case.Folder, "tile", name);

    private static IEnumerable<byte[]> Bundle(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
            yield return bytes[(at + 2)..(at + 2 + length)];
            at += 2 + length;
        }
    }
}
