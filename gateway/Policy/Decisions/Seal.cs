using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>
/// Who is shielded is open as far as the class that the policy names for it is granted (`sealed` in
/// schema/policy/links.yaml), link by link: a link that nothing is granted for is none. From whom the class is hidden,
/// the shielded are as nobody. The register says who is shielded and which links lead to them or through them.
/// </summary>
public sealed class Seal
{
    private readonly CallerRow _row;
    private readonly PolicyModel _model;
    private readonly int _class;
    private readonly uint _standing;
    private readonly bool _passesOn;

    private Seal(CallerRow row, RegisterAnswer answer, bool passesOn)
    {
        _row = row;
        _passesOn = passesOn;
        _model = row.Table.Model;
        _class = row.Table.ClassAt(_model.Sealed.Class);
        _standing = row.StandingBits(answer.Standing);
    }

    /// <summary>What a register's answer is to a caller: without what the seal keeps closed.</summary>
    /// <param name="answer">As the register gave it.</param>
    /// <param name="row">The caller.</param>
    public static RegisterAnswer Open(RegisterAnswer answer, CallerRow row)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(row);
        if (!answer.Persons.Values.Any(IsTouched))
        {
            return answer;
        }

        var passesOn = row.Onward is not null;
        var opened = new Seal(row, answer, passesOn).Open(answer);
        return opened with
        {
            HiddenFromCaller = passesOn ? new Seal(row, answer, passesOn: false).Open(answer).Hidden : opened.Hidden,
        };
    }

    private static bool IsTouched(PersonFacts facts) =>
        facts.Seal == SealState.Closed || facts.Links.Any(link => link.IsSealed);

    private static bool IsPresence(RegisterLink link) => link.Reach == LinkReach.Presence;

    private RegisterAnswer Open(RegisterAnswer answer)
    {
        var persons = answer.Persons.ToBuilder();
        var (hidden, shut) = (answer.Hidden.ToBuilder(), answer.Sealed.ToBuilder());
        foreach (var (person, facts) in answer.Persons.Where(each => IsTouched(each.Value)))
        {
            // What was agreed to, refused or decided goes on to hold for whatever else those are subjects of who may be
            // known to be there. Whoever is hidden is no subject beside others: see SubjectContext.Without.
            var open = Open(person, facts);
            persons[person] = open;
            if (facts.Seal != SealState.None && open is { BreakGlass: null } && open.Links.All(IsPresence))
            {
                _ = (open.Links.IsEmpty && Conceals(Granted(null)) ? hidden : shut).Add(person);
            }
        }

        return answer with
        {
            Persons = persons.ToImmutable(),
            Hidden = hidden.ToImmutable(),
            Sealed = shut.ToImmutable(),
        };
    }

    private PersonFacts Open(string person, PersonFacts facts) => facts with
    {
        Links = [.. facts.Links.Select(link => Open(person, facts, link)).OfType<RegisterLink>()],
        BreakGlass = facts.Seal == SealState.None || GlassLifts(facts) ? facts.BreakGlass : null,
        Seal = facts.Seal == SealState.None ? SealState.None : SealState.Opened,
    };

    // Who may know no more than that somebody is shielded learns of nobody else through that person.
    private RegisterLink? Open(string person, PersonFacts facts, RegisterLink link)
    {
        if (facts.Seal == SealState.None && !link.IsSealed)
        {
            return link;
        }

        // A link that has ended, or of a kind that the policy does not know, opens nothing here either.
        if (_row.Table.LinkOf(link.Kind) is null || link.Until <= _row.Now)
        {
            return null;
        }

        var granted = Granted(link);
        var tells = !Conceals(granted) && link.Reach == LinkReach.View && (link.Via == person || !link.IsSealed);
        return granted == Effect.Clear ? link with { IsSealed = false }
            : tells ? link with { IsSealed = false, Reach = LinkReach.Presence }
            : null;
    }

    // Glass that was broken for somebody and is not named in this request counts for nothing.
    private bool GlassLifts(PersonFacts facts) =>
        _row.HasBroken(facts with { Seal = SealState.None }) && !Conceals(Granted(null))
        && _model.BreakGlass.Ceilings.GetValueOrDefault(_model.Sealed.Class, Effect.Hide) == Effect.Clear;

    // Who needs no link to anybody needs none to the shielded. Whom an answer is passed on to must not learn from it
    // what whoever passes it on knows of them: it is as for who knows nothing.
    private Effect Granted(RegisterLink? link)
    {
        var kind = link is null ? null : _row.Table.LinkOf(link.Kind);
        var bit = kind is { Rule.OfRecord: false } ? kind.Bit : 0;
        return !_row.NeedsLink ? Effect.Clear
            : _class < 0 || _passesOn ? Effect.Hide
            : Effects.Meet(
                _row.Table.Granted(_row.Role, _class, _row.Purpose, Stage.Contact, bit | _standing),
                _row.Allowed(_class));
    }

    private bool Conceals(Effect effect) => _class < 0 || _row.Conceals(effect, _class);
}
