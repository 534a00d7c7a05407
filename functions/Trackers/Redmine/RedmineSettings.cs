using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Patchbay.Trackers.Redmine;

/// <summary>What can be set for an instance of kind <c>redmine</c>, beside its secret.</summary>
public sealed record RedmineSettings
{
    /// <summary>The markup of descriptions, which Redmine's API does not tell. Default: Textile.</summary>
    [Description("Text formatting as set in Redmine's administration: textile or markdown; without it, textile.")]
    [RegularExpression("textile|markdown", ErrorMessage = "The textFormat is textile or markdown.")]
    public string TextFormat { get; init; } = "textile";

    /// <summary>Custom field that holds labels.</summary>
    [Description("Custom field, by name or id, of format Text, that holds the labels parted by commas; without it, labels are left out.")]
    public string? LabelsField { get; init; }

    /// <summary>Custom field that holds the marker.</summary>
    [Description("Custom field, by name or id, of format Text, that holds the marker; without it, only the description's last line does.")]
    public string? MarkerField { get; init; }
}
