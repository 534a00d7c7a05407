using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>An issue of <see cref="FakeGitLab"/>.</summary>
internal sealed partial class FakeGitLabIssue(int id, int iid, string project, string title, string description)
{
    private readonly List<string> labels = [];

    public int Id => id;

    public int Iid => iid;

    public string Project => project;

    public string Title { get; private set; } = title;

    public string Description { get; private set; } = description;

    public bool IsOpen
    {
        get;
        set
        {
            field = value;
            UpdatedAt = DateTimeOffset.UtcNow;
        }
    } = true;

    /// <summary>In the API it has milliseconds.</summary>
    public DateTimeOffset UpdatedAt { get; set; } = DateTimeOffset.UtcNow;

    public int? MovedTo { get; set; }

    public string? DueOn { get; private set; }

    public string Type { get; private set; } = "issue";

    public bool IsConfidential { get; private set; }

    public IReadOnlyList<string> Labels => [.. labels];

    public IReadOnlyList<int> Assignees { get; private set; } = [];

    public List<string> Notes { get; } = [];

    private readonly HashSet<int> people = [];

    /// <summary>A person writes a note.</summary>
    public void Say(string text)
    {
        people.Add(Notes.Count);
        Notes.Add(text);
    }

    /// <summary>The notes as the API shows them, each a second after the one before.</summary>
    public IEnumerable<object> ShowNotes() => Notes.Select((text, at) => new
    {
        id = at + 1,
        body = text,
        author = new { username = people.Contains(at) ? "ann" : "patchbay" },
        created_at = string.Create(CultureInfo.InvariantCulture, $"2026-03-02T10:{at / 60:00}:{at % 60:00}.500Z"),
        system = false,
    });

    /// <summary>A person adds a label.</summary>
    public void AddLabel(string label) => labels.Add(label);

    /// <summary>A person puts one label in the place of another.</summary>
    public void SwapLabel(string old, string next) => labels[labels.IndexOf(old)] = next;

    /// <summary>The login of a person.</summary>
    public static string LoginOf(int person) => person == 8 ? "ann" : "bob";

    /// <summary>Takes what a request says.</summary>
    /// <param name="mayPlan">Labels, dates and assignees count; otherwise they are dropped in silence.</param>
    public void Write(JsonElement body, bool mayPlan)
    {
        Title = Text(body, "title") ?? Title;
        Description = Text(body, "description") is { } text ? CarryOut(text) : Description;
        Type = Text(body, "issue_type") ?? Type;
        IsConfidential = body.TryGetProperty("confidential", out var hidden) ? hidden.GetBoolean() : IsConfidential;
        IsOpen = Text(body, "state_event") switch
        {
            "close" => false,
            "reopen" => true,
            _ => IsOpen,
        };
        if (!mayPlan)
        {
            return;
        }

        DueOn = Text(body, "due_date") ?? DueOn;
        Assignees = body.TryGetProperty("assignee_ids", out var people) ? [.. people.EnumerateArray().Select(p => p.GetInt32())] : Assignees;
        labels.RemoveAll(l => Names(body, "remove_labels").Contains(l));
        labels.AddRange(Names(body, "labels").Concat(Names(body, "add_labels")).Except(labels));
    }

    /// <summary>Carries out the lines that are commands, which are then no part of the text.</summary>
    /// <remarks>As GitLab does: code is passed over, but only up to the first line that looks like its end.</remarks>
    public string CarryOut(string text)
    {
        var prose = CodeBlock().Replace(text, "");
        IsOpen &= !prose.Split('\n').Any(l => l.StartsWith("/close", StringComparison.Ordinal));
        return text;
    }

    /// <summary>As the API shows it.</summary>
    public object Show() => new
    {
        id,
        iid,
        project_id = 1,
        title = Title,
        description = Description,
        state = IsOpen ? "opened" : "closed",
        labels,
        assignees = Assignees.Select(a => new { id = a, username = LoginOf(a) }),
        due_date = DueOn,
        moved_to_id = MovedTo,
        updated_at = UpdatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        references = new { full = $"{project}#{iid}" },
        web_url = $"https://gitlab.example/{project}/-/issues/{iid}",
    };

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string[] Names(JsonElement body, string name) =>
        body.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(l => l.GetString()!)] : [];

    [GeneratedRegex(@"^```.+?\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
