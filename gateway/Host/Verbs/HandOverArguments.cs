using System.CommandLine;
using Aggregator.Host.Exporting;

namespace Aggregator.Host.Verbs;

/// <summary>What the decision to hand records over rests on, as arguments of a verb.</summary>
internal sealed class HandOverArguments
{
    private readonly Option<string> _authorisedBy = new("--authorised-by")
    {
        Description = "Who authorised it, by office.",
        Required = true,
    };

    private readonly Option<string?> _notTold = new("--not-told-because")
    {
        Description = "Why the person was not told that it is shared; left out where the person was told.",
    };

    private readonly Option<string> _from = Default("--from", "HUB", "The code of the agency that hands over.");
    private readonly Option<string> _basis = Default("--basis", "ART6_1E", "The lawful basis.");

    private readonly Option<string> _condition = Default(
        "--condition", "ART9_2G_SCH1_P6", "The condition for special category or offence data.");

    private readonly Option<string> _statute = Default("--statute", "CA2004_S11", "The statutory gateway.");

    private readonly Option<string> _confidentiality = Default(
        "--confidentiality", "OVERRIDING_PUBLIC_INTEREST", "What the duty of confidence gives way to.");

    private readonly Option<string> _channel = Default("--channel", "IN_PERSON", "By which channel.");

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

    private static Option<string> Default(string name, string value, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
    };
}
