using System.Collections.Concurrent;
using System.Globalization;
using Xunit.Abstractions;

namespace Patchbay.Tests.Links.Histories;

/// <summary>
/// Two sides change, hints are lost, doubled, late and shuffled, calls fail before or after they are done, processes are killed between any two
/// steps: at rest both sides say the same, what only one side changed stands, and nothing more was written than had to be.
/// </summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    // PATCHBAY_HISTORIES and PATCHBAY_HISTORY_FIRST run more of them, or one again whose seed a failure names.
    private static readonly int Histories = Setting("PATCHBAY_HISTORIES") ?? 10_000;
    private static readonly int First = Setting("PATCHBAY_HISTORY_FIRST") ?? 0;

    [Fact]
    public void However_it_went_both_sides_agree_at_rest()
    {
        var kills = 0;
        var writes = 0;
        var failures = new ConcurrentDictionary<int, string>();
        Parallel.For(First, First + Histories, seed =>
        {
            var history = new History(seed);
            try
            {
                Play(history, new Random(seed));
            }
            catch (Exception e)
            {
                failures[seed] = $"Seed {seed}: {e.Message}\n{string.Join('\n', history.Told)}\n{e.StackTrace}";
            }

            Interlocked.Add(ref kills, history.Kills);
            Interlocked.Add(ref writes, history.StatusWrites);
        });

        output.WriteLine($"{Histories} histories from seed {First}: {kills} kills, {writes} writes of a status, {failures.Count} failures.");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures.OrderBy(f => f.Key).Take(5).Select(f => f.Value)));

        // A test whose trouble never comes, or in which nothing is ever written, would prove nothing.
        Assert.True(kills > Histories / 10 && writes > Histories / 2, $"{kills} kills, {writes} writes");
    }

    private static void Play(History history, Random random)
    {
        history.Begin();
        for (var round = 0; round < 3; round++)
        {
            var sides = random.Next(3);
            var isCalm = random.Next(2) == 0;
            var writes = history.StatusWrites;
            var (was, claim) = (history.State, history.Claim);
            var ours = 0;
            history.Told.Add($"round {round}: {(sides == 0 ? "theirs" : sides == 1 ? "ours" : "both")}, {(isCalm ? "calm" : "upset")}");
            history.Upset(!isCalm);
            for (var change = 0; change < 1 + random.Next(3); change++)
            {
                if (sides == 0 || (sides == 2 && random.Next(2) == 0))
                {
                    history.Theirs();
                    claim = history.Claim;
                }
                else
                {
                    history.Ours();
                    ours++;
                }

                for (var moments = random.Next(4); moments > 0; moments--)
                {
                    history.Live();
                }
            }

            history.Rest();

            Assert.True(history.Claim.Fits(history.State), $"Round {round}: the ticket and its finding differ.");
            if (sides == 0)
            {
                Assert.True(claim == history.Claim && writes == history.StatusWrites, $"Round {round}: what only they had changed was written over.");
            }
            else if (isCalm)
            {
                Assert.True(history.StatusWrites - writes <= ours, $"Round {round}: more was written than had changed.");
            }
        }

        var before = (history.State, history.Claim, history.StatusWrites);
        history.Rest();
        Assert.True(before == (history.State, history.Claim, history.StatusWrites), "It does not stay at rest.");
    }

    private static int? Setting(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
