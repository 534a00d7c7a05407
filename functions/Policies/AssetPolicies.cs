using System.Collections.Concurrent;
using Patchbay.Findings;
using Patchbay.Policies.Matching;

namespace Patchbay.Policies;

/// <summary>The policies that can act for one asset, and the verdicts they have come to so far.</summary>
internal sealed class AssetPolicies(PolicyDocument document, PolicySubject first, PathIgnores ignores)
{
    // Beyond this many policies for one asset verdicts are not shared, which costs memory and nothing else.
    private const int SharedPolicies = 64;

    private readonly IReadOnlyList<string> tags = first.Tags;
    private readonly Verdict nothing = new(document.Version, false, [], []);
    private readonly ConcurrentDictionary<ulong, Verdict> verdicts = new();

    private readonly Policy[] policies =
    [
        .. document.Policies.Where(p =>
            p.IsEnabled && p.Then is PolicyThen.Classify or PolicyThen.Ticket && p.LeavesOut(first.Asset, first.Tags) is null),
    ];

    public bool HasTags(IReadOnlyList<string> others) => ReferenceEquals(tags, others) || tags.SequenceEqual(others, StringComparer.Ordinal);

    public Verdict Decide(PolicySubject subject, DateTimeOffset now)
    {
        if (!PolicyEngine.IsJudged(subject.Record.State) || ignores.Covers(subject.Record.Finding.Place.Path))
        {
            return nothing;
        }

        Span<bool> applied = stackalloc bool[policies.Length];

        // Every classify policy is asked before any ticket policy, so that their order in the document does not matter.
        if (!Ask<PolicyThen.Classify>(applied, subject, now))
        {
            return nothing;
        }

        Ask<PolicyThen.Ticket>(applied, subject, now);
        return Shared(applied);
    }

    private bool Ask<TThen>(Span<bool> applied, PolicySubject subject, DateTimeOffset now)
        where TThen : PolicyThen
    {
        var any = false;
        for (var i = 0; i < policies.Length; i++)
        {
            if (policies[i].Then is TThen && policies[i].Match.Holds(subject, now))
            {
                applied[i] = any = true;
            }
        }

        return any;
    }

    private Verdict Shared(ReadOnlySpan<bool> applied)
    {
        if (applied.Length > SharedPolicies)
        {
            return Make(applied);
        }

        var bits = 0UL;
        for (var i = 0; i < applied.Length; i++)
        {
            bits |= applied[i] ? 1UL << i : 0;
        }

        return verdicts.TryGetValue(bits, out var verdict) ? verdict : verdicts.GetOrAdd(bits, Make(applied));
    }

    private Verdict Make(ReadOnlySpan<bool> applied)
    {
        var (names, mappings) = (new List<string>(), new List<string>());
        var groupings = new Dictionary<string, TicketGrouping>(StringComparer.Ordinal);
        for (var i = 0; i < applied.Length; i++)
        {
            if (!applied[i])
            {
                continue;
            }

            names.Add(policies[i].Name);
            if (policies[i].Then is not PolicyThen.Ticket ticket)
            {
                continue;
            }

            if (!mappings.Contains(ticket.Mapping))
            {
                mappings.Add(ticket.Mapping);
            }

            // Of several policies for one mapping, the first that says something of it.
            if (ticket.GroupBy is { } grouping)
            {
                groupings.TryAdd(ticket.Mapping, grouping);
            }
        }

        return new Verdict(document.Version, true, names, mappings) { GroupBy = groupings.Count == 0 ? null : groupings };
    }
}
