using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;

namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Azure DevOps Boards, the service and the server.</summary>
public sealed class AzureDevOpsKind(
    TrackerConnections connections, ISecrets secrets, TrackerSettings settings, TimeProvider clock) : ITrackerKind, IHookMaker
{
    /// <summary>The kind's name.</summary>
    public const string Name = "azure-devops";

    private const string TokenSecret = "token";

    // Source: Microsoft's "Naming restrictions and conventions".
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/\\:*?\"<>|;#$%{},+=[]~&^@");

    private readonly AzurePauses pauses = new(clock);

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public string ProjectHint => "the project's name";

    /// <inheritdoc/>
    public MappingParts Parts => MappingParts.IssueType | MappingParts.Priorities | MappingParts.Components | MappingParts.Fields
        | MappingParts.Statuses | MappingParts.Resolutions | MappingParts.Assignee;

    /// <inheritdoc/>
    /// <remarks>Five minutes hold 200 units of use; a creation with what belongs to it takes well below one.</remarks>
    public TimeSpan DefaultPace => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Settings { get; } =
    [
        .. KindSettings.Of<AzureSettings>(),
        new(TokenSecret, "Personal access token with the scope Work Items: read and write; it lives at most a year.", IsSecret: true),
        AzureHooks.Secret,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SettingMistake> Check(Instance instance, Mapping? mapping)
    {
        var mistakes = new List<SettingMistake>();
        if (mapping is not null)
        {
            CheckMapping(mapping, mistakes);
            return mistakes;
        }

        KindSettings.Read<AzureSettings>(instance, mistakes);
        if (!Uri.TryCreate(instance.Url, UriKind.Absolute, out var url) || (url.AbsolutePath.Trim('/').Length == 0 && !IsOldHost(url)))
        {
            mistakes.Add(new("$.url", "Give the organisation: https://dev.azure.com/acme; for a server its collection: https://host/tfs/DefaultCollection."));
        }

        if (!instance.Secrets.Contains(TokenSecret))
        {
            mistakes.Add(new($"$.secrets.{TokenSecret}", "Give a personal access token."));
        }

        return mistakes;
    }

    /// <inheritdoc/>
    public async Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken) =>
        new AzureTracker(await ApiAsync(instance, cancellationToken), mapping);

    /// <inheritdoc/>
    public bool ChoosesSecret => true;

    /// <inheritdoc/>
    public async Task<HookMaking> MakeAsync(Instance instance, Mapping mapping, HookWish wish, CancellationToken cancellationToken) =>
        await new AzureHookMaker(await ApiAsync(instance, cancellationToken), mapping.Project).MakeAsync(wish, cancellationToken);

    /// <inheritdoc/>
    public async Task<HookStanding> AskAsync(Instance instance, Mapping mapping, string callback, CancellationToken cancellationToken) =>
        await new AzureHookMaker(await ApiAsync(instance, cancellationToken), mapping.Project).AskAsync(callback, cancellationToken);

    private async Task<AzureApi> ApiAsync(Instance instance, CancellationToken cancellationToken)
    {
        var read = KindSettings.Read<AzureSettings>(instance, []);
        var address = new Uri(instance.Url ?? throw new InvalidOperationException($"The instance {instance.Name} has no URL."));
        var token = (await secrets.FindAsync(SecretName.Of(instance.Name, TokenSecret), cancellationToken))?.Trim() ?? "";
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($":{token}"));
        var manners = new TrackerManners("Azure DevOps")
        {
            Headers = [new("Accept", "application/json"), new("X-TFS-FedAuthRedirect", "Suppress")],
            Words = AzureWords.OfRefusal,
            Secrets = [token, basic],
        };
        return new AzureApi(
            new TrackerHttp(connections.For(instance), address, manners, settings, clock),
            address,
            read.ApiVersion,
            pauses,
            token.Length > 0 ? new AuthenticationHeaderValue("Basic", basic) : null,
            $"The secret {TokenSecret} of the instance {instance.Name} is not set.");
    }

    // There the organisation is part of the host.
    private static bool IsOldHost(Uri url) => url.Host.EndsWith(".visualstudio.com", StringComparison.OrdinalIgnoreCase);

    private static void CheckMapping(Mapping mapping, List<SettingMistake> mistakes)
    {
        if (mapping.Project.AsSpan().ContainsAny(NotInNames) || mapping.Project.Length > 64)
        {
            mistakes.Add(new("$.project", "The project is its name: at most 64 characters, none of / \\ : * ? \" < > | ; # $ % { } , + = [ ]."));
        }

        if (mapping.Components.Count > 1)
        {
            mistakes.Add(new("$.components", "A work item is in one area; name one."));
        }

        if (mapping.Labels.Concat(mapping.SeverityLabels.Values).FirstOrDefault(l => l?.Length > AzureLimits.TagCharacters) is { } label)
        {
            mistakes.Add(new("$.labels", $"Tags have at most {AzureLimits.TagCharacters} characters; {label} is longer."));
        }
    }
}
