using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>Collects the sections of all files and builds the model of them.</summary>
internal sealed partial class PolicySections
{
    private static readonly ImmutableArray<string> Known =
    [
        "policy", "roles", "classes", "purposes", "grants", "forbids", "consent", "thirdParty", "links", "alertOnly",
        "otherHousehold", "sealed", "bases", "standingDecisions", "breakGlass", "transforms", "reasons",
        "onward", "subjectAccess", NamedRules,
    ];

    // The only section that a policy can do without: most schemas demand nothing by name.
    private const string NamedRules = "namedRules";

    private readonly Dictionary<string, List<PolicyNode>> _sections = new(StringComparer.Ordinal);
    private readonly List<PolicyReference> _references = [];
    private readonly HashSet<string> _grantedClasses = new(StringComparer.Ordinal);

    // Where each class, role and so on stands, for faults about it.
    private readonly Dictionary<string, PolicyNode> _places = new(StringComparer.Ordinal);

    /// <summary>Every name that is used, for checking against those that are defined.</summary>
    public IReadOnlyList<PolicyReference> References => _references;

    public void Add(string key, PolicyNode section)
    {
        if (!Known.Contains(key))
        {
            section.Fault(
                PolicyErrors.InvalidShape, $"`{key}` is no section", $"write one of {string.Join(", ", Known)}");
        }
        else if (_sections.TryGetValue(key, out var list))
        {
            list.Add(section);
        }
        else
        {
            _sections.Add(key, [section]);
        }
    }

    /// <summary>The classes that the grants speak of, if only to say that nobody gets them.</summary>
    public IReadOnlySet<string> GrantedClasses => _grantedClasses;

    /// <summary>The sections that no file has and a policy needs.</summary>
    public IEnumerable<string> Missing => Known.Where(key => key != NamedRules && !_sections.ContainsKey(key));

    /// <summary>Reports what no policy may say where it stands, else at its section's beginning.</summary>
    public void Fault(string path, string message, string cure) =>
        (_places.GetValueOrDefault(path) ?? Sections(path.Split('.')[0]).FirstOrDefault())?.Fault(
            PolicyErrors.NotAllowed, message, cure);

    public PolicyModel Build(string hash)
    {
        var head = Single("policy", ["version", "approvers", "minimumCellSize"], []);
        var grants = new List<Grant>();
        var concealments = new List<Concealment>();
        ReadGrants(grants, concealments);
        return new PolicyModel
        {
            Version = head?.Text("version") ?? "",
            Approvers = [.. head?["approvers"]?.Items().Select(ReadApprover).OfType<string>() ?? []],
            MinimumCellSize = head?["minimumCellSize"]?.Number(2) ?? 2,
            Hash = hash,
            Roles = Map("roles", ReadRole),
            Classes = Map("classes", ReadClass),
            Purposes = Map("purposes", ReadPurpose),
            Grants = [.. grants],
            Concealments = [.. concealments],
            Forbids = [.. Sections("forbids").SelectMany(section => section.List()).Select(ReadForbid)],
            Consent = ReadConsent(),
            ThirdParty = Map("thirdParty", ReadClassEffect),
            Links = Map("links", ReadLink),
            AlertOnly = Map("alertOnly", ReadClassEffect),
            OtherHousehold = Map("otherHousehold", ReadStandIn),
            Sealed = ReadSealed(),
            Bases = Map("bases", ReadBasis),
            Standing = Map("standingDecisions", StandingDecisionReader(this)),
            BreakGlass = ReadBreakGlass(),
            Transforms = ReadTransforms(),
            Reasons = Map("reasons", ReadReason),
            Onward = Map("onward", ReadOnward),
            NamedRules = Map(NamedRules, ReadNamedRule),
            SubjectAccess = ReadSubjectAccess(),
        };
    }

    /// <summary>The names at a field, each recorded as used.</summary>
    public ImmutableArray<string> Names(PolicyName kind, PolicyNode? at)
    {
        var codes = at?.Codes() ?? [];
        _references.AddRange(codes.Select(name => new PolicyReference(kind, name.Code, name.At)));
        return [.. codes.Select(name => name.Code)];
    }

    /// <summary>The one name at a field, recorded as used; null when it is not written.</summary>
    public string? Name(PolicyName kind, PolicyNode? at) => Names(kind, at) is [var code, ..] ? code : null;

    public static Effect EffectAt(PolicyNode? at) =>
        at?.OneOf(Effects.Named, Effects.Choices) ?? Effect.Omit;

    private List<PolicyNode> Sections(string key) => _sections.GetValueOrDefault(key) ?? [];

    private void Define(PolicyNode at) => _places.TryAdd(at.Path, at);

    private ImmutableSortedDictionary<string, T> Map<T>(string section, Func<string, PolicyNode, T> read)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in Sections(section).SelectMany(node => node.Entries()))
        {
            if (!map.TryAdd(key, read(key, value)))
            {
                value.FaultTwice(_places[value.Path]);
            }

            Define(value);
        }

        return map.ToImmutable();
    }

    private RoleRule ReadRole(string code, PolicyNode node)
    {
        var fields = node.Fields(["title"], ["grantsAs", "ceiling", "broker", "needsLink", "countsOnly", "passesOn"]);
        return new RoleRule(
            code,
            fields.Text("title"),
            Name(PolicyName.Role, fields["grantsAs"]),
            fields["ceiling"] is { } ceiling ? TierAt(ceiling) : null,
            fields["broker"]?.Flag() ?? false,
            fields["needsLink"]?.Flag() ?? true)
        {
            CountsOnly = fields["countsOnly"]?.Flag() ?? false,
            PassesOn = Names(PolicyName.Condition, fields["passesOn"]),
        };
    }

    private ClassRule ReadClass(string code, PolicyNode node)
    {
        var fields = node.Fields(["title", "tier"], ["presence", "needsLink", "agencies"]);
        return new ClassRule(
            code,
            fields.Text("title"),
            fields["tier"] is { } tier ? TierAt(tier) : Tier.S5,
            fields["presence"]?.OneOf(PresenceNamed, "VISIBLE, TO_BROKER, HIDDEN") ?? Presence.Visible,
            fields["needsLink"]?.Flag() ?? true)
        {
            Agencies = Names(PolicyName.AgencyCode, fields["agencies"]),
        };
    }

    private PurposeRule ReadPurpose(string code, PolicyNode node)
    {
        var fields = node.Fields(["title", "roles"], ["basis"]);
        return new PurposeRule(code, fields.Text("title"), Names(PolicyName.Role, fields["roles"]))
        {
            Basis = Name(PolicyName.Basis, fields["basis"]) ?? "",
        };
    }

    private NamedRule ReadNamedRule(string name, PolicyNode node)
    {
        var fields = node.Fields(["roles"], ["purposes"]);
        return new NamedRule(
            Names(PolicyName.Role, fields["roles"]), Names(PolicyName.Purpose, fields["purposes"]));
    }

    private void ReadGrants(List<Grant> grants, List<Concealment> concealments)
    {
        foreach (var (cls, cells) in Sections("grants").SelectMany(section => section.Entries()))
        {
            _references.Add(new PolicyReference(PolicyName.Class, cls, cells));
            _ = _grantedClasses.Add(cls);
            foreach (var (role, cell) in cells.Entries())
            {
                _references.Add(new PolicyReference(PolicyName.Role, role, cell));
                var before = grants.Count;
                CellReader.Read(cls, role, cell, grants, concealments);
                foreach (var grant in grants.Skip(before))
                {
                    _references.AddRange(grant.Purposes.Select(code => new PolicyReference(PolicyName.Purpose, code,
                        cell)));
                    if (grant.Under is { } standing)
                    {
                        _references.Add(new PolicyReference(PolicyName.Standing, standing, cell));
                    }
                }
            }
        }
    }

    private Forbid ReadForbid(PolicyNode node)
    {
        var fields = node.Fields(["effect", "because"], ["roles", "classes", "purposes"]);
        return new Forbid(
            Names(PolicyName.Role, fields["roles"]),
            Names(PolicyName.Class, fields["classes"]),
            Names(PolicyName.Purpose, fields["purposes"]),
            EffectAt(fields["effect"]),
            fields.Text("because"));
    }

    private Effect ReadClassEffect(string code, PolicyNode node)
    {
        _references.Add(new PolicyReference(PolicyName.Class, code, node));
        return EffectAt(node);
    }

    // Without a name nothing of the class is given: an empty code is granted to nobody.
    private string ReadStandIn(string code, PolicyNode node)
    {
        _references.Add(new PolicyReference(PolicyName.Class, code, node));
        return Name(PolicyName.Class, node) ?? "";
    }

    private LinkRule ReadLink(string code, PolicyNode node)
    {
        _references.Add(new PolicyReference(PolicyName.LinkKind, code, node));
        var fields = node.Fields(["title"], ["condition", "direct", "ofRecord", "upTo", "fullFor"]);
        return new LinkRule(
            code,
            fields.Text("title"),
            Name(PolicyName.Condition, fields["condition"]),
            fields["direct"]?.Flag() ?? false,
            fields["ofRecord"]?.Flag() ?? false,
            fields["upTo"] is { } tier ? TierAt(tier) : null,
            Names(PolicyName.Role, fields["fullFor"]));
    }

    private BasisRule ReadBasis(string code, PolicyNode node)
    {
        var fields = node.Fields(["title"], ["overrides"]);
        return new BasisRule(code, fields.Text("title"), Names(PolicyName.Class, fields["overrides"]));
    }

    private static Func<string, PolicyNode, StandingDecision> StandingDecisionReader(PolicySections sections) =>
        (id, node) =>
        {
            var fields = node.Fields(["title", "version", "basis"], ["declassifies", "flows"]);
            return new StandingDecision(
                id,
                fields["version"]?.Number(1) ?? 1,
                fields.Text("title"),
                sections.Name(PolicyName.Basis, fields["basis"]) ?? "",
                [.. (fields["declassifies"]?.Unique() ?? []).Select(sections.ReadDeclassification)],
                [.. (fields["flows"]?.List() ?? []).SelectMany(sections.ReadFlow)]);
        };

    private Declassification ReadDeclassification((string Coordinate, PolicyNode From) entry)
    {
        _references.Add(new PolicyReference(PolicyName.Coordinate, entry.Coordinate, entry.From));
        return new Declassification(entry.Coordinate, Names(PolicyName.Class, entry.From));
    }

    private IEnumerable<ApprovedFlow> ReadFlow(PolicyNode node)
    {
        var fields = node.Fields(["coordinates", "recipient", "role"], []);
        var role = Name(PolicyName.Role, fields["role"]) ?? "";
        var recipient = Name(PolicyName.AgencyId, fields["recipient"]) ?? "";
        return Names(PolicyName.Coordinate, fields["coordinates"]).Select(at => new ApprovedFlow(at, recipient, role));
    }

    private OnwardRule ReadOnward(string agency, PolicyNode node)
    {
        _references.Add(new PolicyReference(PolicyName.AgencyCode, agency, node));
        var fields = node.Fields(["role", "purpose", "from"], []);
        return new OnwardRule(
            agency,
            Name(PolicyName.Role, fields["role"]) ?? "",
            Name(PolicyName.Purpose, fields["purpose"]) ?? "",
            Names(PolicyName.Role, fields["from"]));
    }

    private ImmutableArray<string> ReadReason(string code, PolicyNode node)
    {
        _references.Add(new PolicyReference(PolicyName.Reason, code, node));
        return node.Texts() is ["*"] ? ["*"] : Names(PolicyName.Role, node);
    }

    private static Tier TierAt(PolicyNode node) =>
        node.OneOf(text => text is ['S', >= '0' and <= '5'] ? (Tier?)(text[1] - '0') : null, "S0, S1, S2, S3, S4, S5");

    private static Presence? PresenceNamed(string text) => text switch
    {
        "VISIBLE" => Presence.Visible,
        "TO_BROKER" => Presence.ToBroker,
        "HIDDEN" => Presence.Hidden,
        _ => null,
    };
}
