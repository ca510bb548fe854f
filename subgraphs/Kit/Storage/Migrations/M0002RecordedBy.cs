using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Aggregator.Kit.Migrations;

/// <summary>Which of the agency's systems recorded a version.</summary>
[DbContext(typeof(AgencyDatabase))]
[Migration("0002_RecordedBy")]
internal sealed class M0002RecordedBy : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("RecordedBy", "facts", nullable: true);

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.DropColumn("RecordedBy", "facts");
}
