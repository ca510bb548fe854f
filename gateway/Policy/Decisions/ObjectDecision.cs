namespace Aggregator.Policy;

/// <summary>Decides on the fields of one object: what it rests on is worked out once. Not for several
/// threads.</summary>
public sealed class ObjectDecision
{
    private readonly CallerRow _row;
    private readonly DecisionFacts _facts;

    // Invariant: what was not open when it was decided whom to ask is not open in the answer.
    private readonly ObjectDecision? _earlier;

    // Few: as many as combinations of classes occur in what is selected of it.
    private readonly List<(ClassSet Classes, Ruling Ruling)> _rulings = [];

    /// <summary>Prepares decisions.</summary>
    /// <param name="row">The caller.</param>
    /// <param name="context">Whose data it is.</param>
    /// <param name="register">What the register answered about the persons.</param>
    public ObjectDecision(CallerRow row, SubjectContext context, RegisterAnswer register)
    {
        _row = row;
        Context = context;
        _facts = new DecisionFacts(row, context, register);
        _earlier = register.Earlier is { } earlier ? new ObjectDecision(row, context.By(earlier), earlier) : null;
    }

    /// <summary>Whose data it is.</summary>
    public SubjectContext Context { get; }

    /// <summary>True when it is somebody's data.</summary>
    public bool HasSubjects => !Context.Subjects.IsEmpty || Context.Around is not null;

    /// <summary>True when the caller has a link to one of the subjects, or needs none.</summary>
    public bool IsLinked => (!_row.NeedsLink || _facts.IsLinked) && _earlier is not { IsLinked: false };

    /// <summary>Why whom the caller has no link to may not stand: while the register does not say, nobody can say that
    /// there is none.</summary>
    public string ReasonOfNoLink => ReasonCodes.ShownTo(
        _row, _facts.IsKnown ? ReasonCodes.NoRelationship : ReasonCodes.RegisterUnavailable);

    /// <summary>True when nothing may tell that the data is there: it is about who is shielded from the
    /// caller.</summary>
    public bool IsHidden => _facts.IsHidden || _earlier is { IsHidden: true };

    /// <summary>True when the caller's links open no more than that there are alerts.</summary>
    public bool IsAlertOnly => (_row.NeedsLink && _facts.IsAlertOnly) || _earlier is { IsAlertOnly: true };

    /// <summary>The ids of the recorded decisions that stood in for agreement in what was decided so far.</summary>
    public IReadOnlyCollection<string> ReliedOn => _facts.ReliedOn;

    /// <summary>The lower of the claimed and the recorded stage.</summary>
    public Stage Stage => _earlier is { } earlier && earlier.Stage < _facts.Stage ? earlier.Stage : _facts.Stage;

    /// <summary>What the caller gets of these classes.</summary>
    /// <param name="classes">The classes.</param>
    public Ruling Decide(ClassSet classes)
    {
        foreach (var known in _rulings)
        {
            if (known.Classes == classes)
            {
                return known.Ruling;
            }
        }

        var ruling = PolicyDecision.Decide(_row, classes, _facts);
        ruling = _earlier?.Decide(classes) is { } earlier && earlier.Effect > ruling.Effect ? earlier : ruling;
        _rulings.Add((classes, ruling));
        return ruling;
    }
}
