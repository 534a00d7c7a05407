using System.Net.Http.Headers;
using System.Text;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>ServiceNow: incidents, or the records of another table.</summary>
public sealed class ServiceNowKind(
    TrackerConnections connections, ISecrets secrets, TrackerSettings settings, TimeProvider clock) : ITrackerKind
{
    /// <summary>The kind's name.</summary>
    public const string Name = "servicenow";

    private const string PasswordSecret = "password";
    private const string KeySecret = "apiKey";

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public string ProjectHint => "the group that new records go to, by name or sys_id; none for no group";

    /// <inheritdoc/>
    public MappingParts Parts =>
        MappingParts.Priorities | MappingParts.Fields | MappingParts.Statuses | MappingParts.Resolutions | MappingParts.Assignee;

    /// <inheritdoc/>
    /// <remarks>Limits are rules per hour that each customer makes; half a second is kind to the business rules that run with every record.</remarks>
    public TimeSpan DefaultPace => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public IReadOnlyList<KindSetting> Settings { get; } =
    [
        .. KindSettings.Of<ServiceNowSettings>(),
        new(PasswordSecret, "Password of the setting user, who has web service access and the role for the table: itil for incidents.", IsSecret: true),
        new(KeySecret, "API key of the account to act as, sent as x-sn-apikey.", IsSecret: true),
        ServiceNowHooks.Secret,
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

        KindSettings.Read<ServiceNowSettings>(instance, mistakes);
        if (instance.Url is null)
        {
            mistakes.Add(new("$.url", "Give the instance: https://acme.service-now.com."));
        }

        var (hasUser, hasPassword) = (instance.Settings.ContainsKey("user"), instance.Secrets.Contains(PasswordSecret));
        if (instance.Secrets.Contains(KeySecret) == (hasUser || hasPassword))
        {
            mistakes.Add(new("$.secrets", "Give either the secret apiKey, or the setting user with the secret password."));
        }
        else if (hasUser != hasPassword)
        {
            mistakes.Add(new("$.secrets", "A login needs both: the setting user and the secret password."));
        }

        return mistakes;
    }

    /// <inheritdoc/>
    public async Task<ITracker> OpenAsync(Instance instance, Mapping mapping, CancellationToken cancellationToken)
    {
        var read = KindSettings.Read<ServiceNowSettings>(instance, []);
        var address = new Uri(instance.Url ?? throw new InvalidOperationException($"The instance {instance.Name} has no URL."));
        var name = read.User is null ? KeySecret : PasswordSecret;
        var secret = (await secrets.FindAsync(SecretName.Of(instance.Name, name), cancellationToken))?.Trim() ?? "";
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{read.User}:{secret}"));
        var manners = new TrackerManners("ServiceNow")
        {
            Headers = [new("Accept", "application/json"), .. read.User is null ? [new("x-sn-apikey", secret)] : Array.Empty<KeyValuePair<string, string>>()],
            Words = ServiceNowWords.OfRefusal,
            Secrets = [secret, basic],
        };
        var api = new ServiceNowApi(
            new TrackerHttp(connections.For(instance), address, manners, settings, clock),
            address,
            read,
            read.User is null ? null : new AuthenticationHeaderValue("Basic", basic),
            secret.Length > 0,
            $"The secret {name} of the instance {instance.Name} is not set.");
        return new ServiceNowTracker(api, mapping);
    }

    private static void CheckMapping(Mapping mapping, List<SettingMistake> mistakes)
    {
        if (mapping.Project.AsSpan().ContainsAny('^', '\n'))
        {
            mistakes.Add(new("$.project", "A group's name holds no caret."));
        }

        foreach (var (severity, pair) in mapping.Priorities.Where(p => !ServiceNowUrgency.IsPair(p.Value)))
        {
            mistakes.Add(new($"$.priorities.{severity}", $"ServiceNow makes the priority of impact and urgency, 1 to 3 each: 2,1 rather than {pair}."));
        }
    }
}
