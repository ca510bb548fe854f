using Microsoft.Win32.SafeHandles;

namespace Aggregator.Audit;

/// <summary>How bytes of a segment reach the disk: a seam, so that a disk that fails can stand in for it.</summary>
internal interface ISegmentDisk
{
    /// <summary>Writes at a place.</summary>
    void Write(SafeFileHandle segment, ReadOnlySpan<byte> bytes, long at);

    /// <summary>Returns when everything written is durable.</summary>
    void Flush(SafeFileHandle segment);

    /// <summary>Cuts off what lies behind.</summary>
    void Cut(SafeFileHandle segment, long length);
}

/// <summary>The file system's.</summary>
internal sealed class SegmentDisk : ISegmentDisk
{
    public void Write(SafeFileHandle segment, ReadOnlySpan<byte> bytes, long at) =>
        RandomAccess.Write(segment, bytes, at);

    public void Flush(SafeFileHandle segment) => RandomAccess.FlushToDisk(segment);

    public void Cut(SafeFileHandle segment, long length) => RandomAccess.SetLength(segment, length);
}
