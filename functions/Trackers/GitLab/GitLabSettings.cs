using System.ComponentModel;

namespace Patchbay.Trackers.GitLab;

/// <summary>What can be set for an instance of kind <c>gitlab</c>, beside its secret.</summary>
public sealed record GitLabSettings
{
    /// <summary>New issues are hidden from people outside the project's team. Default: they are as visible as the project.</summary>
    [Description("Whether new issues are confidential, seen only by the project's team: true or false; without it, false.")]
    public bool Confidential { get; init; }
}
