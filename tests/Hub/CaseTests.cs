using System.Text;
using Aggregator.Hub.Rules;
using Snapshooter;
using Snapshooter.Xunit;
using Xunit;

namespace Aggregator.Hub.Tests;

public class CaseTests
{
    public static TheoryData<string> Names => [.. CaseFile.Names().Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_shows_at_each_instant_what_it_says(string situation)
    {
        var file = CaseFile.Read(situation);
        var text = new StringBuilder();
        foreach (var instant in file.Prints)
        {
            text.AppendLine($"as at {instant}").Append(CasePrint.Print(file, new Evidence(file.At(instant))));
        }

        text.ToString().MatchSnapshot(SnapshotNameExtension.Create(situation));
    }
}
