using Aggregator.Host.Exporting;
using Aggregator.Host.Verbs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Aggregator.Host.Tests.Exporting;

/// <summary>What is made of the gateway's answer for a recipient.</summary>
public sealed class MeetingExportTests
{
    [Theory]
    [InlineData("HV", "WITHHELD WITHHELD WITHHELD STAGE_TOO_EARLY WITHHELD WITHHELD")]
    [InlineData("HST", "CONSENT_OUT_OF_SCOPE WITHHELD THIRD_PARTY STAGE_TOO_EARLY WITHHELD WITHHELD")]
    [InlineData("POL", "WITHHELD LEGAL_RESTRICTION WITHHELD STAGE_TOO_EARLY WITHHELD WITHHELD")]
    [InlineData("XX", "WITHHELD WITHHELD WITHHELD STAGE_TOO_EARLY WITHHELD WITHHELD")]
    public async Task Reasons_are_those_that_the_recipients_role_is_told(string recipient, string reasons)
    {
        await using var gateway = WebApplication.CreateSlimBuilder().Build();
        gateway.Urls.Add("http://127.0.0.1:0");
        _ = gateway.MapPost("/", http => http.Response.WriteAsync("""
            { "data": { "child": {} }, "extensions": { "disclosure": { "withheld": [
              { "reason": "CONSENT_OUT_OF_SCOPE" }, { "reason": "LEGAL_RESTRICTION" }, { "reason": "THIRD_PARTY" },
              { "reason": "STAGE_TOO_EARLY" }, { "reason": "SOME_NEW_ONE" }, { "reason": null }] } } }
            """));
        await gateway.StartAsync();
        using var client = new GatewayClient(new Uri(gateway.Urls.Single()), "token");

        var exports = await MeetingExport.AskAsync(
            client, PolicyFolder.Read(folder: null).Table!.Model, "P1", [recipient],
            new AskedAccess("S47_ENQUIRY", null, null, null), default);

        Assert.Equal(
            reasons,
            string.Join(' ', Assert.Single(exports).Answer["extensions"]!["disclosure"]!["withheld"]!.AsArray()
                .Select(marker => (string?)marker!["reason"])));
    }
}
