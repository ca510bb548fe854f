namespace Aggregator.Host.LocalHub;

/// <summary>What the local hub prints when it is ready: where to go, and a line to try.</summary>
internal static class Welcome
{
    private const string Query =
        "{ child(id: \\\"P1\\\") { name age { text } "
        + "incidents { nodes { sortAt headline } missing { agency state } } } }";

    public static void Print(LocalHubHost hub, string folder)
    {
        var user = DemonstrationUsers.Find("health-visitor")!;
        Console.WriteLine();
        Console.WriteLine($"Case view {hub.Gateway}");
        Console.WriteLine($"GraphQL   {hub.Gateway}graphql");
        Console.WriteLine($"Tokens    {hub.Issuer.Authority}/token?user=NAME   "
            + $"NAME: {string.Join(", ", DemonstrationUsers.All.Select(each => each.Name))}");
        Console.WriteLine($"Data      {folder}");
        if (hub.Agencies.Find("police") is { } police)
        {
            Console.WriteLine(
                $"Log       {police.Http1}log-checkpoints/local-hub   what an agency keeps of the access log");
        }

        Console.WriteLine();
        Console.WriteLine($"Try, as the {user.Name} of the child:");
        Console.WriteLine();
        Console.WriteLine($"curl -s {hub.Gateway}graphql -H 'Content-Type: application/json' "
            + $"-H 'Access-Purpose: {user.Purpose}' -H 'Authorization: Bearer {hub.Issuer.TokenFor(user)}' "
            + $"-d '{{\"query\": \"{Query}\"}}'");
        Console.WriteLine();
        Console.WriteLine("Stop with Ctrl+C.");
    }
}
