using System.ComponentModel.DataAnnotations;

namespace Patchbay.Hooks;

/// <summary>What webhooks need to know about the app itself.</summary>
public sealed record HookSettings
{
    /// <summary>Where trackers reach this app. Default: none, and then no hook can be registered for them.</summary>
    [Url]
    public string? PublicUrl { get; init; }

    /// <summary>The address that an instance's tracker calls; null without a public one.</summary>
    public string? CallbackOf(string instance) => PublicUrl is { } root ? $"{root.TrimEnd('/')}/api/webhooks/{instance}" : null;
}
