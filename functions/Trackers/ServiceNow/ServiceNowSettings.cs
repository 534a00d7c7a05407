using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>What can be set for an instance of kind <c>servicenow</c>, beside its secrets. Columns and states differ from customer to customer.</summary>
public sealed record ServiceNowSettings
{
    private const string Column = "[a-z][a-z0-9_]{0,79}";
    private const string ColumnMistake = "A column has a name like short_description; none for a table without it.";
    private const string States = "[A-Za-z0-9_-]{1,40}(,[A-Za-z0-9_-]{1,40}){0,40}";
    private const string StatesMistake = "Give the states' values, parted by commas: 6,7,8.";

    /// <summary>Login of the account.</summary>
    [Description("Login of the account to act as, its password being the secret password; without it, the secret apiKey is used.")]
    [RegularExpression("[^:^\\s]{1,100}", ErrorMessage = "The user is a login name: no colon, no caret, no space.")]
    public string? User { get; init; }

    /// <summary>Table whose records are the tickets.</summary>
    [Description("Table whose records are the tickets; incident without it.")]
    [RegularExpression(Column, ErrorMessage = "A table has a name like incident or sn_si_incident.")]
    public string Table { get; init; } = "incident";

    /// <summary>Column of the title.</summary>
    [Description("Column of the title; short_description without it.")]
    [RegularExpression(Column, ErrorMessage = ColumnMistake)]
    public string TitleField { get; init; } = "short_description";

    /// <summary>Column of the text.</summary>
    [Description("Column of the text; description without it.")]
    [RegularExpression(Column, ErrorMessage = ColumnMistake)]
    public string TextField { get; init; } = "description";

    /// <summary>Column of the state.</summary>
    [Description("Column of the state; state without it.")]
    [RegularExpression(Column, ErrorMessage = ColumnMistake)]
    public string StateField { get; init; } = "state";

    /// <summary>Column of the impact, or <c>none</c>.</summary>
    [Description("Column of the impact, 1 to 3; impact without it, none for a table that has no such column.")]
    [RegularExpression(Column, ErrorMessage = ColumnMistake)]
    public string ImpactField { get; init; } = "impact";

    /// <summary>Column of the urgency, or <c>none</c>.</summary>
    [Description("Column of the urgency, 1 to 3; urgency without it, none for a table that has no such column.")]
    [RegularExpression(Column, ErrorMessage = ColumnMistake)]
    public string UrgencyField { get; init; } = "urgency";

    /// <summary>Column of the reason for closing, or <c>none</c>.</summary>
    [Description("Column of the reason for closing; close_code without it, none for a table that has no such column.")]
    [RegularExpression(Column, ErrorMessage = ColumnMistake)]
    public string CloseCodeField { get; init; } = "close_code";

    /// <summary>Column of the words at closing, or <c>none</c>.</summary>
    [Description("Column of the words that go with closing; close_notes without it, none for a table that has no such column.")]
    [RegularExpression(Column, ErrorMessage = ColumnMistake)]
    public string CloseNotesField { get; init; } = "close_notes";

    /// <summary>Journal that comments go to.</summary>
    [Description("Journal that comments go to; work_notes without it, which callers do not see.")]
    [RegularExpression(Column, ErrorMessage = ColumnMistake)]
    public string CommentField { get; init; } = "work_notes";

    /// <summary>States in which somebody works on a record.</summary>
    [Description("States in which somebody works on a record, by value; 2,3 without it, as incidents have them.")]
    [RegularExpression(States, ErrorMessage = StatesMistake)]
    public string WorkStates { get; init; } = "2,3";

    /// <summary>States that end a record.</summary>
    [Description("States that end a record, by value, the usual one first; 6,7,8 without it, as incidents have them.")]
    [RegularExpression(States, ErrorMessage = StatesMistake)]
    public string DoneStates { get; init; } = "6,7,8";

    /// <summary>Longest title.</summary>
    [Description("Longest title, in characters; 160 without it. Longer ones are cut by ServiceNow without a word.")]
    [Range(40, 1_000)]
    public int TitleCharacters { get; init; } = 160;

    /// <summary>Longest text.</summary>
    [Description("Longest text, in characters; 4000 without it. Longer ones are cut by ServiceNow without a word.")]
    [Range(2_000, 1_000_000)]
    public int TextCharacters { get; init; } = 4_000;

    /// <summary>The columns whose names can be <c>none</c>.</summary>
    public static bool IsUsed(string column) => column != "none";
}
