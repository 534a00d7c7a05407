using System.Globalization;
using System.Text.Json.Nodes;

namespace Patchbay.Tests.Trackers.Fakes;

/// <summary>An incident of <see cref="FakeServiceNow"/>: texts by column.</summary>
internal sealed class FakeRecord
{
    private readonly Dictionary<string, string> values;

    public FakeRecord(int number) => values = new()
    {
        ["sys_id"] = number.ToString("x32", CultureInfo.InvariantCulture),
        ["number"] = string.Create(CultureInfo.InvariantCulture, $"INC{number:0000000}"),
        ["state"] = "1",
        ["priority"] = "5",
    };

    /// <summary>All states it has been in, the first included.</summary>
    public List<string> Path { get; } = ["1"];

    /// <summary>Entries of the work notes, the oldest first.</summary>
    public List<string> Journal { get; } = [];

    private readonly HashSet<int> people = [];

    /// <summary>A person writes a work note.</summary>
    public void Say(string text)
    {
        people.Add(Journal.Count);
        Journal.Add(text);
    }

    /// <summary>The work notes as they are shown: in one text, the newest first, each a second after the one before.</summary>
    public string ShowJournal() => string.Concat(Journal
        .Select((text, at) => string.Create(
            CultureInfo.InvariantCulture, $"2026-03-01 10:{at / 60:00}:{at % 60:00} - {(people.Contains(at) ? "Ann Other" : "Patch Bay")} (Work notes)\n{text}\n\n"))
        .Reverse());

    /// <summary>A rule keeps it from our account.</summary>
    public bool IsHidden { get; set; }

    /// <summary>The text of a column; empty when it has none.</summary>
    public string this[string column]
    {
        get => values.GetValueOrDefault(column, "");
        set => values[column] = value;
    }

    public void Write(JsonObject changes, Dictionary<string, int> columns, HashSet<string> readOnly)
    {
        foreach (var (column, value) in changes.Where(c => columns.ContainsKey(c.Key) && !readOnly.Contains(c.Key)))
        {
            var text = value!.GetValue<string>();
            if (column == "work_notes")
            {
                Journal.Add(text);
                continue;
            }

            if (column == "state" && text != this["state"])
            {
                Path.Add(text);
            }

            this[column] = text[..Math.Min(text.Length, columns[column])];
        }

        this["sys_updated_on"] = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    public JsonObject Show(string fields, Dictionary<string, int> columns) =>
        new(fields.Split(',').Where(columns.ContainsKey).Select(f => KeyValuePair.Create(f, (JsonNode?)JsonValue.Create(this[f]))));
}
