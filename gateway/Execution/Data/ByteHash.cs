using System.Buffers.Binary;
using System.Numerics;

namespace Aggregator.Execution;

/// <summary>A fast hash of bytes that only ever chooses a bucket: equality is always decided on the bytes.</summary>
internal static class ByteHash
{
    private const ulong Mix = 0x9E37_79B9_7F4A_7C15;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * Mix;
        while (bytes.Length >= 8)
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Mix, 29);
            bytes = bytes[8..];
        }

        var tail = 0UL;
        foreach (var value in bytes)
        {
            tail = (tail << 8) | value;
        }

        hash = (hash ^ tail) * Mix;
        return (uint)(hash >> 32);
    }
}
