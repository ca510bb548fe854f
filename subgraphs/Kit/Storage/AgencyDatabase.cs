using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Aggregator.Kit;

/// <summary>
/// An agency's own database, seen as at one instant. The filter on versions is here and nowhere else: every query
/// through this context sees exactly the versions that stood at <see cref="AsAt"/>.
/// </summary>
/// <param name="options">Provider and connection.</param>
internal sealed class AgencyDatabase(DbContextOptions<AgencyDatabase> options) : DbContext(options)
{
    /// <summary>The instant to look from, UTC; the end of time means the versions that stand now.</summary>
    public DateTimeOffset AsAt { get; set; } = DateTimeOffset.MaxValue;

    public DbSet<FactRow> Facts => Set<FactRow>();

    public DbSet<SubjectRow> Subjects => Set<SubjectRow>();

    public DbSet<TermRow> Terms => Set<TermRow>();

    public DbSet<LinkRow> Links => Set<LinkRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        // Keys are compared byte by byte, so that both providers and the gateway agree on one order.
        var ordinal = Database.IsNpgsql() ? "C" : "BINARY";
        modelBuilder.Entity<FactRow>(fact =>
        {
            fact.ToTable("facts").HasKey(row => row.RowId);
            fact.Property(row => row.Id).UseCollation(ordinal);
            fact.Property(row => row.EventPrecision).HasConversion<string>();
            fact.HasIndex(row => new { row.Id, row.Version }).IsUnique();
            fact.HasIndex(row => row.ParentId);
            fact.HasIndex(row => row.Kind);
        });
        modelBuilder.Entity<SubjectRow>(subject =>
        {
            subject.ToTable("subjects").HasKey(row => new { row.FactRowId, row.LocalId });
            subject.HasIndex(row => row.LocalId);
        });
        modelBuilder.Entity<TermRow>(term =>
        {
            term.ToTable("terms").HasKey(row => new { row.FactRowId, row.Term });
            term.HasIndex(row => row.Term);
        });
        modelBuilder.Entity<LinkRow>(link =>
        {
            link.ToTable("links").HasKey(row => row.RowId);
            link.Property(row => row.Match).HasConversion<string>();
            link.HasIndex(row => new { row.LocalId, row.Version }).IsUnique();
            link.HasIndex(row => row.PersonId);
        });
        modelBuilder.Entity<OutboxRow>().ToTable("outbox").HasKey(row => row.Sequence);
        modelBuilder.Entity<CheckpointRow>().ToTable("log_checkpoints").HasKey(row => row.Origin);
        SeeOnlyWhatStood<FactRow>(modelBuilder);
        SeeOnlyWhatStood<LinkRow>(modelBuilder);
    }

    // Invariant: every kind of versioned row goes through this filter.
    private void SeeOnlyWhatStood<TRow>(ModelBuilder modelBuilder)
        where TRow : Versioned =>
        modelBuilder.Entity<TRow>().HasQueryFilter(
            row => row.RecordedAt <= AsAt && (row.SupersededAt == null || row.SupersededAt > AsAt));

    // SQLite can neither order nor compare DateTimeOffset; ticks serve both providers alike.
    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(ToTicks, FromTicks)
    {
        private static readonly Expression<Func<DateTimeOffset, long>> ToTicks = instant => instant.UtcTicks;

        private static readonly Expression<Func<long, DateTimeOffset>> FromTicks =
            ticks => new DateTimeOffset(ticks, TimeSpan.Zero);
    }
}
