namespace Aggregator.Hub.Register;

/// <summary>The agencies whose enquiries open a case, and who gather there what others hold.</summary>
internal static class EnquiryAgencies
{
    private static readonly string[] Codes = ["HUB", "CSC"];

    /// <summary>True for one of them.</summary>
    /// <param name="agency">Agency code.</param>
    public static bool Has(string agency) => Codes.Contains(agency);
}
