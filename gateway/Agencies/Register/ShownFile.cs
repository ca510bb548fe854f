using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Aggregator.Agencies;

/// <summary>How bytes of an outbox reach the disk: a seam, so that a disk that fails can stand in for it.</summary>
internal interface IShownDisk
{
    /// <summary>Writes at a place and returns when it is durable.</summary>
    void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long at);

    /// <summary>Cuts off what lies behind.</summary>
    void Cut(SafeFileHandle file, long length);
}

/// <summary>The file system's.</summary>
internal sealed class ShownDisk : IShownDisk
{
    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long at)
    {
        RandomAccess.Write(file, bytes, at);
        RandomAccess.FlushToDisk(file);
    }

    public void Cut(SafeFileHandle file, long length) => RandomAccess.SetLength(file, length);
}

/// <summary>
/// The outbox on disk: the lines that wait, how far they are sent, and those that the hub refused. Used by many
/// threads.
/// </summary>
internal sealed class ShownFile : IDisposable
{
    private const int TidyAbove = 64 * 1024;

    private readonly IShownDisk _disk;
    private readonly string _path;
    private readonly string _positionFile;
    private readonly string _refusedFile;
    private readonly long _most;
    private readonly Lock _use = new();
    private SafeFileHandle _file;
    private long _length;
    private long _position;
    private long? _stored;
    private bool _isTorn;
    private long _refused;

    /// <summary>Opens it. What the hub refused waits again: it may take it now.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="most">Bytes that may wait, those that were refused among them.</param>
    /// <param name="disk">Writes lines.</param>
    public ShownFile(string folder, long most, IShownDisk disk)
    {
        OwnerOnly.Folder(folder);
        (_disk, _most) = (disk, most);
        _path = Path.Combine(folder, "shown.jsonl");
        _positionFile = Path.Combine(folder, "sent");
        _refusedFile = Path.Combine(folder, "refused.jsonl");
        _file = Open();
        _length = RandomAccess.GetLength(_file);
        _position = Position();
        CutBrokenLine();
        Store(_position);
        TakeBackRefused();
        Advance(_position);
    }

    /// <summary>Bytes that wait, those that were refused among them.</summary>
    public long WaitingBytes
    {
        get
        {
            lock (_use)
            {
                return _length - _position + _refused;
            }
        }
    }

    /// <summary>Adds lines; false when there is no room.</summary>
    /// <exception cref="IOException">They cannot be made durable: they are not in the file.</exception>
    public bool Append(ReadOnlySpan<byte> lines)
    {
        lock (_use)
        {
            CutTorn();
            if (WaitingBytes + lines.Length > _most)
            {
                return false;
            }

            // Invariant: what was not kept is not sent. Torn until it is durable or cut off again.
            _isTorn = true;
            try
            {
                _disk.Write(_file, lines, _length);
            }
            catch (IOException)
            {
                CutTorn();
                throw;
            }

            _length += lines.Length;
            _isTorn = false;
            return true;
        }
    }

    /// <summary>The next lines that wait, and where they end.</summary>
    /// <param name="mostLines">How many.</param>
    /// <param name="mostBytes">How many bytes; one line may be longer.</param>
    public (List<byte[]> Lines, long Next) Waiting(int mostLines, int mostBytes)
    {
        lock (_use)
        {
            List<byte[]> lines = [];
            var next = _position;
            var read = 0L;
            for (var window = (long)mostBytes; lines.Count == 0 && read < _length - _position; window *= 2)
            {
                var bytes = new byte[Math.Min(window, _length - _position)];
                ReadWhole(bytes);
                read = bytes.Length;
                for (var start = 0; lines.Count < mostLines; start = (int)(next - _position))
                {
                    var end = Array.IndexOf(bytes, (byte)'\n', start);
                    if (end < 0)
                    {
                        break;
                    }

                    lines.Add(bytes[start..end]);
                    next = _position + end + 1;
                }
            }

            return (lines, next);
        }
    }

    /// <summary>Puts a line that the hub refused aside.</summary>
    public void SetAside(byte[] line)
    {
        lock (_use)
        {
            OwnerOnly.File(_refusedFile);
            using var refused = File.OpenHandle(_refusedFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            _disk.Write(refused, [.. line, (byte)'\n'], _refused);
            _refused += line.Length + 1;
        }
    }

    /// <summary>What is before a place was sent, and goes.</summary>
    public void Advance(long next)
    {
        lock (_use)
        {
            _position = next;
            try
            {
                CutTorn();
                var waiting = _length - next;
                if (waiting == 0)
                {
                    Store(0);
                    _disk.Cut(_file, 0);
                    (_length, _position) = (0, 0);
                }
                else if (next >= Math.Max(waiting, TidyAbove))
                {
                    KeepOnlyWhatWaits();
                }
                else
                {
                    Store(next);
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // It is gone with a later delivery, or sent once more after a restart.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void CutTorn()
    {
        if (_isTorn)
        {
            _disk.Cut(_file, _length);
            _isTorn = false;
        }
    }

    private void ReadWhole(Span<byte> bytes)
    {
        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(_file, bytes[read..], _position + read);
            read += more > 0 ? more : throw new IOException($"{_path}: it is shorter than what was written");
        }
    }

    // In a file of its own, that takes this one's place.
    private void KeepOnlyWhatWaits()
    {
        var rest = new byte[_length - _position];
        ReadWhole(rest);
        var draft = _path + ".new";
        OwnerOnly.File(draft);
        using (var file = File.OpenHandle(draft, FileMode.Create, FileAccess.Write))
        {
            _disk.Write(file, rest, 0);
        }

        Store(0);
        _file.Dispose();
        try
        {
            File.Move(draft, _path, overwrite: true);
            (_position, _length) = (0, rest.Length);
        }
        finally
        {
            _file = Open();
        }
    }

    // Invariant: durable before anything is cut off, so that a crash in between sends again and never skips.
    private void Store(long position)
    {
        if (position == _stored)
        {
            return;
        }

        _stored = null;
        OwnerOnly.File(_positionFile);
        using var file = new FileStream(_positionFile, FileMode.Create, FileAccess.Write);
        file.Write(Encoding.ASCII.GetBytes(position.ToString(CultureInfo.InvariantCulture)));
        file.Flush(flushToDisk: true);
        _stored = position;
    }

    private SafeFileHandle Open()
    {
        OwnerOnly.File(_path);
        return File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
    }

    private long Position() => File.Exists(_positionFile)
        && long.TryParse(File.ReadAllText(_positionFile), CultureInfo.InvariantCulture, out var sent)
        && sent >= 0 && sent <= _length
            ? sent
            : 0;

    // A line that a crash cut off was never shown: its answer had not left.
    private void CutBrokenLine()
    {
        var rest = new byte[_length - _position];
        ReadWhole(rest);
        _length = _position + Array.LastIndexOf(rest, (byte)'\n') + 1;
        _disk.Cut(_file, _length);
    }

    // A crash before it is gone there sends it twice, which does no harm.
    private void TakeBackRefused()
    {
        if (File.Exists(_refusedFile))
        {
            var refused = File.ReadAllBytes(_refusedFile);
            var whole = refused.AsSpan(..(Array.LastIndexOf(refused, (byte)'\n') + 1));
            _disk.Write(_file, whole, _length);
            _length += whole.Length;
            File.Delete(_refusedFile);
        }
    }
}
