using System.Text.RegularExpressions;
using Patchbay.Integrations;

namespace Patchbay.Trackers.Folder;

/// <summary>Tickets as Markdown files under the data folder: for trying out, and for teams that read their tickets in a repository.</summary>
/// <param name="settings">Where the files go.</param>
public sealed partial class FolderTrackerKind(FolderSettings settings) : ITrackerKind
{
    /// <inheritdoc/>
    public string Kind => "folder";

    /// <inheritdoc/>
    public string ProjectHint => "name of a folder: letters, digits, '-', '_' and '.', beginning with a letter or digit";

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Settings => [];

    /// <inheritdoc/>
    /// <remarks>Any status is a status there, and any field a line of the front matter.</remarks>
    public MappingParts Parts => MappingParts.Statuses | MappingParts.Resolutions | MappingParts.Fields | MappingParts.Assignee;

    /// <inheritdoc/>
    public TimeSpan DefaultPace => TimeSpan.Zero;

    /// <inheritdoc/>
    public IReadOnlyList<SettingMistake> Check(Instance instance, Mapping? mapping)
    {
        var mistakes = new List<SettingMistake>();
        if (instance.Url is not null)
        {
            mistakes.Add(new("$.url", "A folder has no URL."));
        }

        if (mapping is not null && !IsPlainName(mapping.Project))
        {
            mistakes.Add(new("$.project", $"The project is the {ProjectHint}, at most 100 characters."));
        }

        return mistakes;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The project is no plain name; the book lets none in.</exception>
    public Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken)
    {
        // Checked again where it becomes a path: a row may be older than the rule.
        if (!IsPlainName(mapping.Project))
        {
            throw new InvalidOperationException($"The project of the mapping {mapping.Name} is no plain folder name.");
        }

        return Task.FromResult<ITracker>(new FolderTracker(Path.GetFullPath(Path.Combine(settings.Path, mapping.Project)), mapping));
    }

    private static bool IsPlainName(string name) =>
        PlainName().IsMatch(name) && !name.EndsWith('.') && !DeviceName().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex PlainName();

    // Windows opens a device for these, whatever follows the dot.
    [GeneratedRegex(@"^(con|prn|aux|nul|com\d|lpt\d)(\.|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex DeviceName();
}

/// <summary>Where tickets of kind <c>folder</c> go.</summary>
public sealed record FolderSettings
{
    /// <summary>The folder that holds one folder for each project. Default <c>.patchbay/tickets</c>.</summary>
    public string Path { get; init; } = System.IO.Path.Combine(".patchbay", "tickets");
}
