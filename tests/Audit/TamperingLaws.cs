using CsCheck;
using Xunit;

namespace Aggregator.Audit.Tests;

/// <summary>Whatever is done to a random log that was not done by appending is found.</summary>
public sealed class TamperingLaws
{
    private const int Logs = 60;

    private static readonly Gen<(int Accesses, int Kind, int At, int Other, int Bit)> Change =
        Gen.Select(Gen.Int[2, 12], Gen.Int[0, 4], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 100_000]);

    [Fact]
    public void A_flip_a_deletion_an_insertion_and_a_reordering_of_a_random_log_are_found() =>
        Change.Sample(
            change =>
            {
                using var log = Filled(change.Accesses);
                var outside = log.Signed();
                var lines = log.Lines();
                var changed = Changed(lines, change.Kind, change.At % lines.Count, change.Other % lines.Count,
                    change.Bit);
                if (changed.SequenceEqual(lines))
                {
                    return;
                }

                log.Replace(changed);

                Assert.NotEmpty(log.Verify().Faults);
                Assert.NotEmpty(log.Verify(outside).Faults);
            },
            iter: Logs,
            threads: 1);

    [Fact]
    public void A_log_signed_anew_over_fewer_or_other_entries_is_found_against_an_outside_checkpoint() =>
        Gen.Select(Gen.Int[2, 8], Gen.Int[1, 8], Gen.Int[0, 10]).Sample(
            (accesses, kept, more) =>
            {
                using var log = Filled(accesses);
                var outside = log.Signed();
                var lines = log.Lines();
                var left = lines.Take(Math.Min(kept, accesses - 1) * 2).ToList();

                // Who has the disk and the key starts again from fewer entries and goes on.
                Directory.Delete(log.Folder, recursive: true);
                _ = Directory.CreateDirectory(Path.GetDirectoryName(log.Segment)!);
                log.Replace(left);
                log.SignAnew();
                log.FillAsync(more, from: 100).GetAwaiter().GetResult();

                Assert.Empty(log.Verify().Faults);
                Assert.NotEmpty(log.Verify(outside).Faults);
            },
            iter: Logs / 2,
            threads: 1);

    [Fact]
    public void A_log_that_only_grew_continues_every_checkpoint_it_ever_signed() =>
        Gen.Int[1, 5].List[1, 5].Sample(
            rounds =>
            {
                using var log = new LogCase();
                var signed = new List<Checkpoint>();
                foreach (var accesses in rounds)
                {
                    log.FillAsync(accesses).GetAwaiter().GetResult();
                    signed.Add(log.Signed());
                }

                Assert.All(signed, outside => Assert.True(log.Verify(outside).IsProvenComplete));
            },
            iter: Logs / 4,
            threads: 1);

    private static LogCase Filled(int accesses)
    {
        var log = new LogCase();
        log.FillAsync(accesses).GetAwaiter().GetResult();
        return log;
    }

    private static List<string> Changed(List<string> lines, int kind, int at, int other, int bit)
    {
        var changed = lines.ToList();
        switch (kind)
        {
            case 0:
                var text = changed[at].ToCharArray();
                var place = bit % text.Length;
                text[place] = text[place] == '0' ? '1' : '0';
                changed[at] = new string(text);
                break;
            case 1:
                changed.RemoveAt(at);
                break;
            case 2:
                changed.Insert(at, lines[other]);
                break;
            case 3:
                (changed[at], changed[other]) = (changed[other], changed[at]);
                break;
            default:
                // As if its retention had ended: the tree is the same, and no entry says so.
                changed[at] = System.Text.Encoding.UTF8.GetString(
                    StoredEntry.Deleted(System.Text.Encoding.UTF8.GetBytes(lines[at])));
                break;
        }

        return changed;
    }
}
