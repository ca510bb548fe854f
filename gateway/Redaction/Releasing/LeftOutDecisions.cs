using System.Collections.Immutable;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// Decides what lists leave out before there is a record, and counts it for the person whose list it is. It says
/// nothing of whether there is one.
/// </summary>
/// <param name="access">The caller's access.</param>
/// <param name="scopes">Whose data is decided on.</param>
/// <param name="variableIsTrue">The client's boolean variables.</param>
internal sealed class LeftOutDecisions(
    PolicyAccess access, SubjectScopes scopes, Func<string, bool> variableIsTrue)
{
    /// <summary>What nobody in this role is given of the objects that a field leads to.</summary>
    /// <param name="facts">The field.</param>
    /// <param name="scope">Whose data it is.</param>
    public ImmutableArray<LeftOutClass> OfEverybody(FieldFacts facts, SubjectScope scope)
    {
        if (facts.Field.LeftOut.IsEmpty)
        {
            return [];
        }

        var row = access.Row;
        var left = LeftOutClass.Of(row, facts.Field.LeftOut.Select(access.Labels.Type), (kind, _) =>
            PolicyDecision.Statically(row, kind.Classes, kind.Codes.Contains(row.Caller.Agency)));
        Count(left, facts.Coordinate, scope);
        return left;
    }

    /// <summary>
    /// What is decided on a field for a person. A list is gone into, whatever is decided on such records of no agency:
    /// of which agency a record is can open it, and what is left out is said of the list.
    /// </summary>
    /// <param name="facts">The field.</param>
    /// <param name="decision">What is decided for the person.</param>
    public static Ruling OfField(FieldFacts facts, ObjectDecision decision)
    {
        var ruling = decision.Decide(facts.Labels.Own);
        return ruling.Effect >= Effect.Omit && facts.IsListOfPerson
            && decision.Decide(facts.Labels.Passed) is { Effect: < Effect.Omit } passed ? passed : ruling;
    }

    /// <summary>What is omitted for a person only of the lists that a field of the person is or holds.</summary>
    /// <param name="facts">The field.</param>
    /// <param name="scope">The person.</param>
    public ImmutableArray<LeftOutOfList> Of(FieldFacts facts, SubjectScope scope)
    {
        if (facts.Lists.IsEmpty)
        {
            return [];
        }

        var person = scope.Context;
        var ofAny = scopes.OfAnyRecord(person, null);
        var left = ImmutableArray.CreateBuilder<LeftOutOfList>();
        foreach (var list in facts.Lists)
        {
            // Which agency a record is of only opens it, or hides it.
            var kinds = list.Kinds.Where(kind => ofAny.Decide(kind.Labels.Classes).Effect >= Effect.Omit
                && kind.When.Holds(variableIsTrue)).Select(kind => kind.Labels);
            var classes = LeftOutClass.Of(
                access.Row, kinds, (kind, code) => scopes.OfAnyRecord(person, code).Decide(kind.Classes));
            if (!classes.IsEmpty)
            {
                left.Add(new LeftOutOfList(list, classes));
                Count(classes, list.Coordinate, scope);
            }
        }

        return left.ToImmutable();
    }

    private void Count(ImmutableArray<LeftOutClass> left, string coordinate, SubjectScope scope)
    {
        foreach (var same in left)
        {
            scope.Tally.Withhold(new WithheldMark(
                access.Facts.Lists.NumberOf(coordinate, same.Class), Effect.Omit, $"{same.Class}:{same.Reason}"));
        }
    }
}
