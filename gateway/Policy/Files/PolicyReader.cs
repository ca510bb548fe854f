using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Aggregator.Schema;

namespace Aggregator.Policy;

/// <summary>Either a policy or every mistake in it.</summary>
/// <param name="Model">The policy, or null.</param>
/// <param name="Faults">The mistakes, by file and line; empty when there is a policy.</param>
public sealed record PolicyReading(PolicyModel? Model, ImmutableArray<PolicyFault> Faults);

/// <summary>Reads policy files. A section can stand in any file and be spread over several.</summary>
public static class PolicyReader
{
    /// <summary>The most text that is read, in characters over all files.</summary>
    public const int MaxCharacters = 2_000_000;

    /// <summary>What the name of a policy file ends in.</summary>
    public const string Ending = ".yaml";

    /// <summary>Reads and checks all files together.</summary>
    /// <param name="texts">The files; order means nothing.</param>
    /// <param name="supergraph">What it is for: agencies, fields and codes that it names have to be there; null when
    /// that is not known.</param>
    public static PolicyReading Read(IEnumerable<PolicyText> texts, Supergraph? supergraph = null)
    {
        var files = texts.OrderBy(text => text.Name, StringComparer.Ordinal).ToList();
        var faults = new List<PolicyFault>();
        CheckFiles(files, faults);
        if (faults.Count > 0)
        {
            return Refused(faults);
        }

        var documents = files.SelectMany(file => Documents(file, faults)).ToList();
        if (faults.Count > 0)
        {
            return Refused(faults);
        }

        var sections = new PolicySections();
        foreach (var (key, section) in documents.SelectMany(document => document.Entries()))
        {
            sections.Add(key, section);
        }

        var model = sections.Build(HashOf(files));
        var missing = sections.Missing.ToList();
        foreach (var section in missing)
        {
            faults.Add(new PolicyFault(
                PolicyErrors.InvalidShape, FileFor(section, files), 1, $"no file has the section `{section}`",
                $"write `{section}:` at the beginning of a line, here or in another file of the folder"));
        }

        // Without a whole section every name of it would be a mistake of its own.
        if (missing.Count == 0)
        {
            PolicyChecks.Check(model, sections, supergraph);
        }

        return faults.Count == 0 ? new PolicyReading(model, []) : Refused(faults);
    }

    // A file that was cut off while it was copied, or emptied, takes what it granted and withheld with it.
    private static IEnumerable<PolicyNode> Documents(PolicyText file, List<PolicyFault> faults)
    {
        var before = faults.Count;
        List<PolicyNode> documents =
        [
            .. PolicyYaml.Load(file, faults)
                .Select(root => new PolicyNode(file.Name, root, (int)root.Start.Line, faults, ""))
                .Where(root => !root.SaysNothing),
        ];
        if (documents.Count == 0 && faults.Count == before)
        {
            faults.Add(new PolicyFault(
                PolicyErrors.InvalidShape, file.Name, 1,
                $"`{file.Name}` says nothing: it is empty, or holds comments alone",
                "copy the whole file again, or take it out of the folder"));
        }

        return documents;
    }

    private static PolicyReading Refused(List<PolicyFault> faults) => new(null, [.. faults
        .Distinct()
        .OrderBy(fault => fault.File, StringComparer.Ordinal)
        .ThenBy(fault => fault.Line)
        .ThenBy(fault => fault.Message, StringComparer.Ordinal)]);

    private static void CheckFiles(List<PolicyText> files, List<PolicyFault> faults)
    {
        if (files.Sum(file => (long)file.Text.Length) > MaxCharacters)
        {
            faults.Add(new PolicyFault(
                PolicyErrors.NotAllowed, files.MaxBy(file => file.Text.Length)!.Name, 1,
                $"the policy is longer than {MaxCharacters} characters, and this is its longest file",
                "take out what is no policy"));
        }

        foreach (var file in files.Where(file => !file.Name.EndsWith(Ending, StringComparison.Ordinal)))
        {
            faults.Add(new PolicyFault(
                PolicyErrors.NotAllowed, file.Name, 1, $"`{file.Name}` would not be read: policy files end in {Ending}",
                $"rename it to `{Path.ChangeExtension(file.Name, Ending)}`, or take it out of the folder"));
        }
    }

    // Where somebody would look for a section: `breakGlass` in break-glass.yaml, else beside `policy`.
    private static string FileFor(string section, List<PolicyText> files)
    {
        var name = string.Concat(section.Select(letter =>
            char.IsUpper(letter) ? "-" + char.ToLowerInvariant(letter) : letter.ToString()));
        return files.Find(file => file.Name.StartsWith(name, StringComparison.Ordinal))?.Name
            ?? files.Find(file => file.Name == "policy" + Ending)?.Name
            ?? files.FirstOrDefault()?.Name
            ?? "policy" + Ending;
    }

    private static string HashOf(List<PolicyText> files)
    {
        var all = string.Join('\0', files.Select(file => file.Name + "\0" + file.Text.ReplaceLineEndings("\n")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }
}
