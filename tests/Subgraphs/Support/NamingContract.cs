using Aggregator.Kit;
using YamlDotNet.RepresentationModel;

namespace Aggregator.Subgraphs.Tests;

/// <summary>Of an agency's contract: which entries of a record name people, and everything else that can be selected.
/// </summary>
internal sealed class NamingContract
{
    private const int Deep = 6;

    // Whom a coded decision names, with what the hub makes of them: entries that name people in another form.
    private static readonly string[] Naming = ["DecisionContact", "Child"];

    // Whose a record is that something was coded from.
    private const string Owners = "recordOf";

    private readonly AgencyContract _contract;

    public NamingContract(string agency) =>
        _contract = new AgencyContract(File.ReadAllText(ContractFile.PathOf(agency)), "");

    /// <summary>In how many forms an entry can name somebody: as many as the longest list of codes in one has.
    /// </summary>
    public int Forms => _contract.Served.Where(type => IsEntry(type.Name)).Max(Codes);

    /// <summary>All that can be selected of a person but entries that name people.</summary>
    public string Selection => Selected("Person", Deep);

    /// <summary>Has a record name nobody, or somebody: in its lists in every form, elsewhere in the form with a number.
    /// </summary>
    public void Name(YamlMappingNode record, YamlNode somebody, int? number)
    {
        var kind = record.Children.Keys.Select(key => $"{key}").First(_contract.IsKind);
        foreach (var field in _contract.Find(kind)!.Fields.Values.Where(IsNaming))
        {
            record.Children.Remove(field.Name);
            if (number is { } form)
            {
                record.Add(field.Name, field.Type.IsList
                    ? new YamlSequenceNode(
                        Enumerable.Range(0, Forms).Select(each => Entry(field.Type.Name, somebody, each)))
                    : Entry(field.Type.Name, somebody, form));
            }
        }
    }

    private static bool IsPerson(string type) => type == "Person";

    private bool IsEntry(string type) =>
        _contract.Find(type) is { Form: ContractForm.Object, HasSubject: true } && !_contract.IsKind(type);

    private bool IsNaming(ContractField field) =>
        field.Name is not ("subjects" or "children")
        && (IsEntry(field.Type.Name) || (IsPerson(field.Type.Name) && field.Type.IsList));

    private int Codes(ContractType type) => type.Fields.Values
        .Select(field => _contract.Find(field.Type.Name))
        .Max(code => code is { Form: ContractForm.Enum } ? code.Values.Count : 1);

    private YamlNode Entry(string type, YamlNode somebody, int number) => IsPerson(type) ? somebody
        : new YamlMappingNode(_contract.Find(type)!.Fields.Values.SelectMany(field =>
            IsPerson(field.Type.Name) ? [KeyValuePair.Create<YamlNode, YamlNode>(field.Name, somebody)]
            : _contract.Find(field.Type.Name) is { Form: ContractForm.Enum } codes && !field.Type.IsList
                ? [KeyValuePair.Create<YamlNode, YamlNode>(field.Name, codes.Values[number % codes.Values.Count])]
            : Enumerable.Empty<KeyValuePair<YamlNode, YamlNode>>()));

    private string Selected(string type, int deep)
    {
        var fields = (_contract.Find(type)?.Fields.Values ?? []).Select(field => Selected(field, deep));
        var kinds = _contract.Find(type) is { Form: ContractForm.Object } ? []
            : _contract.PossibleTypes(type).Select(kind => $"... on {kind} {{ {Selected(kind, deep)} }}");
        return string.Join(' ', fields.Concat(kinds).Where(selected => selected.Length > 0));
    }

    private string Selected(ContractField field, int deep)
    {
        var type = field.Type.Name;
        if (_contract.IsLeaf(type))
        {
            return field.Name == Owners ? "" : field.Name;
        }

        var selected = deep == 0 || IsPerson(type) || IsEntry(type) || Naming.Contains(type)
            ? "" : Selected(type, deep - 1);
        return selected.Length == 0 ? "" : $"{field.Name} {{ {selected} }}";
    }
}
