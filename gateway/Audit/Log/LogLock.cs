namespace Aggregator.Audit;

/// <summary>Lets one process at a time append to a log.</summary>
internal static class LogLock
{
    /// <summary>Takes the log; it is free again when the file is closed, also by the process's end.</summary>
    /// <param name="folder">The log's folder.</param>
    /// <exception cref="AuditUnavailableException">Another process has it.</exception>
    public static FileStream Take(LogFolder folder)
    {
        try
        {
            OwnerOnly.File(folder.Lock);
            return new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new AuditUnavailableException(
                $"{folder.Lock}: another process appends to this log, or its folder cannot be written", fault);
        }
    }
}
