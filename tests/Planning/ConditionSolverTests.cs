using System.Collections.Immutable;
using CsCheck;
using Xunit;

namespace Aggregator.Planning.Tests;

/// <summary>Which parts of a draft take part, also where groups need each other's fields.</summary>
public class ConditionSolverTests
{
    private static readonly string[] Variables = ["a", "b"];

    [Fact]
    public void Groups_that_need_each_other_take_part_when_the_client_wants_one_of_them()
    {
        var (one, other) = (Group(2), Group(2));
        Want(one.Selection.Fields[0], by: other);
        Want(other.Selection.Fields[0], by: one);
        _ = one.Selection.Fields[1].Demands.Add(Demand.Client(When("a", true)));

        var solver = new ConditionSolver();

        Assert.Equal("$a", solver.Of(other).ToString());
        Assert.Equal("$a", solver.Of(one).ToString());
    }

    [Fact]
    public void Groups_that_only_each_other_need_never_take_part()
    {
        var (one, other) = (Group(1), Group(1));
        Want(one.Selection.Fields[0], by: other);
        Want(other.Selection.Fields[0], by: one);

        var solver = new ConditionSolver();

        Assert.Equal(ConditionSolver.Never, solver.Of(one));
        Assert.Equal(ConditionSolver.Never, solver.Of(other));
    }

    /// <summary>
    /// For every value of the variables, a group takes part when a client's demand that holds leads to it.
    /// </summary>
    [Fact]
    public void Whatever_needs_whatever_the_answer_is_the_least_that_explains_itself() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 3], Gen.Int[0, int.MaxValue]).Sample((count, fields, seed) =>
        {
            var random = new Random(seed);
            var groups = Enumerable.Range(0, count).Select(_ => Group(fields)).ToList();
            foreach (var field in groups.SelectMany(group => group.Selection.Fields))
            {
                for (var demands = random.Next(3); demands > 0; demands--)
                {
                    if (random.Next(4) == 0)
                    {
                        _ = field.Demands.Add(Demand.Client(
                            When(Variables[random.Next(Variables.Length)], random.Next(2) == 0)));
                    }
                    else
                    {
                        Want(field, by: groups[random.Next(count)]);
                    }
                }
            }

            var solver = new ConditionSolver();
            foreach (var group in groups.OrderBy(_ => random.Next()))
            {
                var condition = solver.Of(group);
                foreach (var (a, b) in new[] { (false, false), (false, true), (true, false), (true, true) })
                {
                    bool ValueOf(string name) => name == "a" ? a : b;
                    Assert.Equal(Reached(groups, ValueOf).Contains(group), condition.Holds(ValueOf));
                }
            }
        }, iter: 2_000);

    private static HashSet<DraftGroup> Reached(List<DraftGroup> groups, Func<string, bool> valueOf)
    {
        var reached = new HashSet<DraftGroup>();
        for (var before = -1; before < reached.Count;)
        {
            before = reached.Count;
            reached.UnionWith(groups.Where(group => group.Selection.Fields.SelectMany(field => field.Demands)
                .Any(demand => demand.When?.Holds(valueOf) ?? reached.Contains((DraftGroup)demand.By!))));
        }

        return reached;
    }

    private static void Want(DraftField field, DraftGroup by) =>
        _ = field.Demands.Add(new Demand(null, by, "", IsInternal: true));

    private static Condition When(string variable, bool value) => Condition.All(new ConditionTerm(variable, value));

    private static DraftGroup Group(int fields)
    {
        var at = new Position(null, null, "T", false) { Concretes = ["T"] };
        var fetch = new DraftFetch { Number = 0, Subgraph = null!, Kind = Schema.OperationKind.Query };
        var selection = new DraftSelection { Fetch = fetch, At = at, TypeName = null };
        selection.Fields.AddRange(Enumerable.Range(0, fields).Select(number => new DraftField
        {
            In = selection,
            Name = $"f{number}",
            Identity = $"f{number}",
            Arguments = ImmutableArray<Schema.ObjectField>.Empty,
            Slot = $"f{number}",
            Part = null,
            ChildAt = null,
            Child = null,
        }));
        var group = new DraftGroup
        {
            Fetch = fetch,
            At = at,
            Selection = selection,
            Requires = "",
            AsInterfaceObject = false,
            AsInterface = false,
        };
        selection.Group = group;
        fetch.Groups.Add(group);
        return group;
    }
}
