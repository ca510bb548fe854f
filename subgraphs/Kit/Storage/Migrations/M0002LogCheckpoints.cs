using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Aggregator.Kit.Migrations;

/// <summary>The last checkpoint of each gateway's access log; the same for SQLite and PostgreSQL.</summary>
[DbContext(typeof(AgencyDatabase))]
[Migration("0002_LogCheckpoints")]
internal sealed class M0002LogCheckpoints : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "log_checkpoints",
        table => new
        {
            Origin = table.Column<string>(nullable: false),
            Size = table.Column<long>(nullable: false),
            Text = table.Column<string>(nullable: false),
            IssuedAt = table.Column<long>(nullable: false),
            WentBackAt = table.Column<long>(nullable: true),
        },
        constraints: table => table.PrimaryKey("PK_log_checkpoints", row => row.Origin));

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("log_checkpoints");
}
