using System.Text.Json;

namespace Patchbay.Trackers;

/// <summary>What a test of a connection finds wrong as it goes along.</summary>
/// <param name="ofNothing">What to tell a person when an answer holds nothing, which mostly means that the URL is not quite right.</param>
internal sealed class ConnectionProblems(string ofNothing)
{
    private readonly List<string> all = [];

    /// <summary>Whether tickets can be filed, as far as was seen.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>Notes what a person should mend.</summary>
    /// <param name="isFatal">Before that no tickets can be filed.</param>
    public void Add(string problem, bool isFatal = false)
    {
        all.Add(problem);
        IsUsable &= !isFatal;
    }

    /// <summary>Notes several problems with which tickets can be filed all the same.</summary>
    public void AddRange(IEnumerable<string> problems) => all.AddRange(problems);

    /// <summary>Notes what a person must mend before tickets can be filed.</summary>
    public void Fail(string problem) => Add(problem, isFatal: true);

    /// <summary>Notes why a call that would tell what we must know did not.</summary>
    public void Fail(TrackerAnswer answer) => Fail(answer.FailureReason() ?? ofNothing);

    /// <summary>What an answer holds.</summary>
    /// <returns>Null, with the reason noted, when it holds nothing.</returns>
    public JsonElement? Read(TrackerAnswer answer)
    {
        if (answer is TrackerAnswer.Done { Body.ValueKind: JsonValueKind.Object or JsonValueKind.Array } done)
        {
            return done.Body;
        }

        Fail(answer);
        return null;
    }

    /// <summary>All that was found.</summary>
    /// <param name="account">Who we are; null when that did not come out.</param>
    public ConnectionTest Result(string? account) => new(IsUsable, account, all);
}
