using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Patchbay.Trackers.Trello;

/// <summary>What must be set for an instance of kind <c>trello</c>, beside its secret.</summary>
public sealed record TrelloSettings
{
    /// <summary>The app's API key, which is no secret.</summary>
    [Description("API key of the app (Power-Up) that the token was made for, from its page; always needed.")]
    [RegularExpression("[0-9a-f]{32}", ErrorMessage = "The key is the 32 hex digits on the app's page.")]
    public string? Key { get; init; }
}
