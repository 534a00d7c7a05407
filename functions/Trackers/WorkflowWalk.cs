namespace Patchbay.Trackers;

/// <summary>Finds the way to a status through a workflow that shows only the next steps. Pure, never goes in circles.</summary>
/// <param name="target">Id of the status to reach.</param>
public sealed class WorkflowWalk(string target)
{
    private readonly Dictionary<string, IReadOnlyList<Step>> offered = new(StringComparer.Ordinal);
    private readonly HashSet<string> refused = new(StringComparer.Ordinal);

    /// <summary>Notes what can be done from a status.</summary>
    public void See(string status, IEnumerable<Step> steps) => offered[status] = [.. steps];

    /// <summary>Notes that a step cannot be taken after all.</summary>
    public void Forbid(string from, Step step) => refused.Add($"{from} {step.Id}");

    /// <summary>The next step: on the shortest known way to the target, otherwise to the nearest status whose own steps are not known yet.</summary>
    /// <returns>Null when every status in reach is known and none leads on.</returns>
    public Step? Next(string current)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { current };
        var ring = StepsFrom(current).Select(s => (First: s, To: s.To)).ToList();
        Step? unknown = null;
        while (ring.Count > 0)
        {
            if (ring.Find(r => r.To.Id == target).First is { } direct)
            {
                return direct;
            }

            // A ticket on its way rests better in work than at a wrong end.
            unknown ??= ring.Where(r => !offered.ContainsKey(r.To.Id)).OrderBy(r => !r.To.IsOpen).Select(r => r.First).FirstOrDefault();
            var next = ring.Where(r => reached.Add(r.To.Id)).ToList();
            ring = [.. next.SelectMany(r => StepsFrom(r.To.Id).Select(s => (r.First, s.To)))];
        }

        return unknown;
    }

    private IEnumerable<Step> StepsFrom(string status) =>
        offered.GetValueOrDefault(status, []).Where(s => s.To.Id != status && !refused.Contains($"{status} {s.Id}"));

    /// <summary>One transition.</summary>
    /// <param name="Id">The transition's own id.</param>
    /// <param name="Fields">What its screen is given.</param>
    public sealed record Step(string Id, string Name, TrackerStatus To, IReadOnlyDictionary<string, object> Fields);
}
