using System.CommandLine;
using Aggregator.Host.Exporting;
using Aggregator.Schema;

namespace Aggregator.Host.Verbs;

/// <summary>What the decision to hand records over rests on, as arguments of a verb.</summary>
internal sealed class HandOverArguments
{
    private const string Agencies = "AgencyCode";

    private readonly Option<string> _authorisedBy = new("--authorised-by")
    {
        Description = "Who authorised it, by office.",
        Required = true,
    };

    private readonly Option<string?> _notTold = new("--not-told-because")
    {
        Description = "Why the person was not told that it is shared; left out where the person was told.",
    };

    private readonly Option<string?> _from = Default("--from", "HUB", "The code of the agency that hands over.");
    private readonly Option<string?> _basis = Default("--basis", "ART6_1E", "The lawful basis.");

    private readonly Option<string?> _condition = Default(
        "--condition", "ART9_2G_SCH1_P6", "The condition for special category or offence data.");

    private readonly Option<string?> _statute = Default("--statute", "CA2004_S11", "The statutory gateway.");

    private readonly Option<string?> _confidentiality = Default(
        "--confidentiality", "OVERRIDING_PUBLIC_INTEREST", "What the duty of confidence gives way to.");

    private readonly Option<string?> _channel = Default("--channel", "IN_PERSON", "By which channel.");

    private readonly Option<string?> _override = new("--override-reason")
    {
        Description = "Why it is shared although what was agreed does not name the recipient.",
    };

    public void AddTo(Command command)
    {
        command.Add(_authorisedBy);
        command.Add(_notTold);
        command.Add(_from);
        command.Add(_basis);
        command.Add(_condition);
        command.Add(_statute);
        command.Add(_confidentiality);
        command.Add(_channel);
        command.Add(_override);
    }

    public HandOver Of(ParseResult parsed) => new(
        parsed.GetValue(_from)!,
        parsed.GetValue(_authorisedBy)!,
        parsed.GetValue(_notTold),
        parsed.GetValue(_basis)!,
        parsed.GetValue(_condition)!,
        parsed.GetValue(_statute)!,
        parsed.GetValue(_confidentiality)!,
        parsed.GetValue(_channel)!,
        parsed.GetValue(_override));

    /// <summary>
    /// The values that the schema does not know, each with those that it does. Refused before anything is asked: what
    /// is asked for a recipient stands in the access log as passed on.
    /// </summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="recipients">Whom it is handed over to.</param>
    public IEnumerable<string> Unknown(ParseResult parsed, TypeSystem schema, IEnumerable<string> recipients)
    {
        (Option<string?> Option, string Type)[] choices =
        [
            (_from, Agencies),
            (_basis, "LawfulBasis"),
            (_condition, "ProcessingCondition"),
            (_statute, "StatutoryGateway"),
            (_confidentiality, "ConfidentialityBasis"),
            (_channel, "ReferralChannel"),
            (_override, "OverrideReason"),
        ];
        return
            from choice in choices.Select(each => (each.Option.Name, each.Type, Value: parsed.GetValue(each.Option)))
                .Concat(recipients.Select(each => (Name: "--recipient", Type: Agencies, Value: (string?)each)))
            let known = schema.Type(choice.Type)?.Values.Select(one => one.Name).ToList() ?? []
            where choice.Value is not null && !known.Contains(choice.Value)
            select $"`{choice.Name} {choice.Value}`: name one of {string.Join(", ", known)}";
    }

    private static Option<string?> Default(string name, string value, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
    };
}
