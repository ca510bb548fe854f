using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Aggregator.Kit.Migrations;

/// <summary>Facts, their subjects, the identity map and the outbox; the same for SQLite and PostgreSQL.</summary>
[DbContext(typeof(AgencyDatabase))]
[Migration("0001_Facts")]
internal sealed class M0001Facts : Migration
{
    private bool IsPostgres => ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL";

    private string Ordinal => IsPostgres ? "C" : "BINARY";

    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "facts",
            table => new
            {
                RowId = RowNumber(table.Column<long>(nullable: false)),
                Id = table.Column<string>(nullable: false, collation: Ordinal),
                Kind = table.Column<string>(nullable: false),
                Agency = table.Column<string>(nullable: false),
                ParentId = table.Column<string>(nullable: true),
                SortAt = table.Column<long>(nullable: false),
                EventEarliest = table.Column<long>(nullable: false),
                EventLatest = table.Column<long>(nullable: false),
                EventPrecision = table.Column<string>(nullable: false),
                OrderAfter = table.Column<string>(nullable: true),
                ReceivedAt = table.Column<long>(nullable: true),
                Content = table.Column<string>(nullable: false),
                Version = table.Column<int>(nullable: false),
                RecordedAt = table.Column<long>(nullable: false),
                SupersededAt = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_facts", row => row.RowId));
        migrationBuilder.CreateIndex("IX_facts_Id_Version", "facts", ["Id", "Version"], unique: true);
        migrationBuilder.CreateIndex("IX_facts_ParentId", "facts", "ParentId");
        migrationBuilder.CreateIndex("IX_facts_Kind", "facts", "Kind");

        migrationBuilder.CreateTable(
            "subjects",
            table => new
            {
                FactRowId = table.Column<long>(nullable: false),
                LocalId = table.Column<string>(nullable: false),
                Part = table.Column<string>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_subjects", row => new { row.FactRowId, row.LocalId }));
        migrationBuilder.CreateIndex("IX_subjects_LocalId", "subjects", "LocalId");

        migrationBuilder.CreateTable(
            "terms",
            table => new
            {
                FactRowId = table.Column<long>(nullable: false),
                Term = table.Column<string>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_terms", row => new { row.FactRowId, row.Term }));
        migrationBuilder.CreateIndex("IX_terms_Term", "terms", "Term");

        migrationBuilder.CreateTable(
            "links",
            table => new
            {
                RowId = RowNumber(table.Column<long>(nullable: false)),
                LocalId = table.Column<string>(nullable: false),
                PersonId = table.Column<string>(nullable: true),
                Match = table.Column<string>(nullable: false),
                LinkedBy = table.Column<string>(nullable: false),
                Version = table.Column<int>(nullable: false),
                RecordedAt = table.Column<long>(nullable: false),
                SupersededAt = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_links", row => row.RowId));
        migrationBuilder.CreateIndex("IX_links_LocalId_Version", "links", ["LocalId", "Version"], unique: true);
        migrationBuilder.CreateIndex("IX_links_PersonId", "links", "PersonId");

        migrationBuilder.CreateTable(
            "outbox",
            table => new
            {
                Sequence = RowNumber(table.Column<long>(nullable: false)),
                PersonId = table.Column<string>(nullable: false),
                Kind = table.Column<string>(nullable: false),
                RecordedAt = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_outbox", row => row.Sequence));
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("outbox");
        migrationBuilder.DropTable("links");
        migrationBuilder.DropTable("terms");
        migrationBuilder.DropTable("subjects");
        migrationBuilder.DropTable("facts");
    }

    private OperationBuilder<AddColumnOperation> RowNumber(
        OperationBuilder<AddColumnOperation> column) =>
        IsPostgres
            ? column.Annotation(
                "Npgsql:ValueGenerationStrategy",
                NpgsqlValueGenerationStrategy.IdentityByDefaultColumn)
            : column.Annotation("Sqlite:Autoincrement", true);
}
