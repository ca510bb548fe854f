namespace Aggregator.Hub.Tests;

// The shape of cases/<situation>/case.yaml, all text; CaseFile gives it meaning.

internal sealed class CaseText
{
    public string Anchor { get; set; } = "";
    public PersonText Child { get; set; } = new();
    public List<MemberText> Circle { get; set; } = [];
    public List<RowText> Rows { get; set; } = [];
    public List<string> Missing { get; set; } = [];
    public RegisterText Register { get; set; } = new();
    public List<string> Print { get; set; } = [];
}

internal sealed class PersonText
{
    public string Id { get; set; } = "";
    public string? Born { get; set; }
    public string? Expected { get; set; }
}

internal sealed class MemberText
{
    public string Person { get; set; } = "";
    public string Relation { get; set; } = "";
    public string? Born { get; set; }
    public string? Expected { get; set; }
    public bool? ParentalResponsibility { get; set; }
    public List<HomeText> Homes { get; set; } = [];
}

internal sealed class HomeText
{
    public string Address { get; set; } = "";
    public string? From { get; set; }
    public string? To { get; set; }
    public string? Pattern { get; set; }
    public string? Known { get; set; }
}

internal sealed class RowText
{
    public int Row { get; set; }
    public string Record { get; set; } = "";
    public string Agency { get; set; } = "";
    public string? Kind { get; set; }
    public string At { get; set; } = "";
    public string? Recorded { get; set; }
    public string? Received { get; set; }
    public string? Considered { get; set; }
    public string? Grade { get; set; }
    public string? Scheme { get; set; }
    public List<string> Informed { get; set; } = [];
    public List<FactText> Facts { get; set; } = [];
}

internal sealed class FactText
{
    public string Category { get; set; } = "";
    public List<string> About { get; set; } = [];
    public string? Certainty { get; set; }
    public string? Account { get; set; }
    public List<string> Impact { get; set; } = [];
    public bool Presumed { get; set; }
    public string? Address { get; set; }
    public ReferralText? Referral { get; set; }
    public IntentionText? Intention { get; set; }
    public MarkerText? Marker { get; set; }
}

internal sealed class ReferralText
{
    public string Id { get; set; } = "";
    public string? From { get; set; }
    public string? To { get; set; }
    public string? Intent { get; set; }
    public string? Sent { get; set; }
    public string? Received { get; set; }
    public string? Acknowledged { get; set; }
    public string? Decided { get; set; }
    public string? Outcome { get; set; }
    public bool? Closed { get; set; }
    public List<string> Gaps { get; set; } = [];
    public string? Feedback { get; set; }
}

internal sealed class IntentionText
{
    public List<string> To { get; set; } = [];
    public string? By { get; set; }
    public string? At { get; set; }
    public string? Outcome { get; set; }
    public string? OutcomeAt { get; set; }
}

internal sealed class MarkerText
{
    public string Id { get; set; } = "";
    public string? Code { get; set; }
    public string? Person { get; set; }
    public string? Address { get; set; }
    public string? From { get; set; }
}

internal sealed class RegisterText
{
    public List<ConsentText> Consents { get; set; } = [];
    public List<StandingText> Standing { get; set; } = [];
    public List<InvolvedText> Involved { get; set; } = [];
    public Dictionary<string, ContactText> Contacts { get; set; } = [];
}

internal sealed class ConsentText
{
    public string Id { get; set; } = "";
    public string Confider { get; set; } = "";
    public string ObtainedBy { get; set; } = "";
    public string State { get; set; } = "";
    public List<string> Scope { get; set; } = [];
    public string At { get; set; } = "";
}

internal sealed class StandingText
{
    public string Id { get; set; } = "";
    public string Title { get; set; } = "";
    public List<string> Recipients { get; set; } = [];
}

internal sealed class InvolvedText
{
    public string Agency { get; set; } = "";
    public string From { get; set; } = "";
}

internal sealed class ContactText
{
    public string Team { get; set; } = "";
    public string? Phone { get; set; }
    public string? Hours { get; set; }
}
