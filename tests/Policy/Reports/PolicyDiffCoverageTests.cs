using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Xunit;

namespace Aggregator.Policy.Tests;

/// <summary>
/// Whatever a policy says takes part in the diff: every member of the model's records is changed. A new setting is red
/// here until the diff shows it.
/// </summary>
public class PolicyDiffCoverageTests
{
    // Which policy it is: the verb's last line names both.
    private static readonly string[] Names = ["PolicyModel.Version", "PolicyModel.Hash"];

    // The key that an entry stands under, and words for readers: they decide nothing.
    private static readonly string[] Words = ["Code", "Id", "Title", "Because"];

    // The shipped policy with what it has none of, or none that decides by itself.
    private static readonly PolicyModel Model = ShippedPolicy.Table.Model with
    {
        NamedRules = ShippedPolicy.Table.Model.NamedRules.Add("rule", new NamedRule(["GP"], ["DIRECT_CARE"])),
        Forbids = ShippedPolicy.Table.Model.Forbids.Add(
            new Forbid(["AUDITOR"], ["INFORMED"], ["AUDIT"], Effect.Omit, "why")),
        Transforms = ShippedPolicy.Table.Model.Transforms with
        {
            Masks = ShippedPolicy.Table.Model.Transforms.Masks.Add("Person.name", "***"),
        },
    };

    private static readonly PolicyTable Before = PolicyCompiler.Compile(Model);

    public static TheoryData<string> Members =>
        [.. MembersOf(typeof(PolicyModel)).Distinct().Where(member => !Names.Contains(member)
            && !Words.Contains(member.Split('.')[1]) && member != "OnwardRule.Agency")];

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_setting_of_a_policy_takes_part_in_the_diff(string member) =>
        Assert.True(
            Variants(Model, "", typeof(PolicyModel))
                .Where(variant => variant.Member == member)
                .Any(variant => IsShown((PolicyModel)variant.Changed!)),
            $"no change of {member} is shown: write it out in PolicySettings");

    private static bool IsShown(PolicyModel changed)
    {
        try
        {
            return !PolicyDiff.Between(Before, PolicyCompiler.Compile(changed)).IsEmpty;
        }
        catch (KeyNotFoundException)
        {
            // It names what the policy does not have: no policy that is read.
            return false;
        }
    }

    // A record is changed by its members.
    private static IEnumerable<string> MembersOf(Type type) =>
        Settings(type).SelectMany(property =>
        {
            var of = property.PropertyType.IsGenericType
                ? property.PropertyType.GetGenericArguments()[^1]
                : property.PropertyType;
            IEnumerable<string> own = IsRecord(property.PropertyType) ? [] : [Name(property)];
            return IsRecord(of) ? own.Concat(MembersOf(of)) : own;
        });

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static IEnumerable<PropertyInfo> Settings(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static string Name(PropertyInfo property) => $"{property.DeclaringType!.Name}.{property.Name}";

    // The value with one thing in it changed, in every way; the member says what.
    private static IEnumerable<(string Member, object? Changed)> Variants(object? value, string member, Type type) =>
        value switch
        {
            null => Other(Nullable.GetUnderlyingType(type) ?? type).Select(other => (member, (object?)other)),
            string or int or bool or Enum => Other(value.GetType()).Where(other => !other.Equals(value))
                .Select(other => (member, (object?)other)),
            IDictionary entries => OfEntries(entries, member, type),
            IList list => OfList(list, member, type),
            _ => OfRecord(value),
        };

    private static IEnumerable<object> Other(Type type) =>
        type == typeof(string) ? ["something else", "ownPatient", .. Model.Roles.Keys, .. Model.Standing.Keys]
        : type == typeof(int) ? [3, 4]
        : type == typeof(bool) ? [true, false]
        : type.IsEnum ? Enum.GetValues(type).Cast<object>()
        : [];

    private static IEnumerable<(string Member, object? Changed)> OfEntries(
        IDictionary entries, string member, Type type)
    {
        foreach (DictionaryEntry entry in entries)
        {
            yield return (member, ((dynamic)entries).Remove((string)entry.Key));
            foreach (var variant in Variants(entry.Value, member, type.GetGenericArguments()[^1]))
            {
                yield return (variant.Member, ((dynamic)entries).SetItem((string)entry.Key, (dynamic)variant.Changed!));
            }
        }
    }

    private static IEnumerable<(string Member, object? Changed)> OfList(IList list, string member, Type type)
    {
        if (list is ImmutableArray<string> texts)
        {
            yield return (member, texts.Add("something else"));
        }

        for (var place = 0; place < list.Count; place++)
        {
            yield return (member, ((dynamic)list).RemoveAt(place));
            foreach (var variant in Variants(list[place], member, type.GetGenericArguments()[^1]))
            {
                yield return (variant.Member, ((dynamic)list).SetItem(place, (dynamic)variant.Changed!));
            }
        }
    }

    private static IEnumerable<(string Member, object? Changed)> OfRecord(object value)
    {
        var clone = value.GetType().GetMethod("<Clone>$")!;
        foreach (var property in Settings(value.GetType()))
        {
            foreach (var variant in Variants(property.GetValue(value), Name(property), property.PropertyType))
            {
                var changed = clone.Invoke(value, null)!;
                property.SetValue(changed, variant.Changed);
                yield return (variant.Member, changed);
            }
        }
    }
}
