using System.Buffers.Text;
using System.Security.Cryptography;
using Patchbay.Integrations;
using Patchbay.Integrations.Secrets;
using Patchbay.Trackers;

namespace Patchbay.Hooks;

/// <summary>Makes an instance's webhooks with the tracker's API, or tells a person how, with a secret for them to enter.</summary>
public sealed class HookSetup(
    HookKinds kinds, TrackerKinds trackers, IntegrationBook integrations, ISecrets secrets, HookHealthBook health, HookSettings settings)
{
    private const int SecretBytes = 32;

    /// <summary>Registers the hook of every project that a mapping of the instance names. Repeating it makes no second one.</summary>
    /// <param name="who">For the audit.</param>
    public async Task<HookRegistration> RegisterAsync(string name, string who, CancellationToken cancellationToken)
    {
        var set = await integrations.ReadAsync(cancellationToken);
        if (set.Instances.GetValueOrDefault(name)?.Item is not { } instance || kinds.Find(instance) is not { } hooks)
        {
            return new HookRegistration.Unknown();
        }

        if (settings.CallbackOf(name) is not { } callback)
        {
            return new HookRegistration.Refused("Trackers do not know where to call: set Patchbay:PublicUrl to the address at which they reach this app.");
        }

        var maker = trackers.HooksOf(instance);
        var (secret, isNew) = await SecretAsync(instance, hooks.Secrets[0], maker?.ChoosesSecret != false, who, cancellationToken);
        if (secret is null)
        {
            return new HookRegistration.Refused($"The secret {hooks.Secrets[0].Name} is the tracker's own: give it to the instance first.");
        }

        if (maker is null)
        {
            return new HookRegistration.ByHand(callback, hooks.Steps, isNew ? secret : null);
        }

        var projects = new List<RegisteredProject>();
        foreach (var mapping in set.Mappings.Values.Select(m => m.Item).Where(m => m.Instance == name).DistinctBy(m => m.Project))
        {
            projects.Add(new RegisteredProject(
                mapping.Project, await maker.MakeAsync(instance, mapping, new HookWish(callback, secret), cancellationToken)));
        }

        if (projects.Count > 0 && projects.TrueForAll(p => p.Making is HookMaking.Done))
        {
            await health.NoteAsync(name, was => was with { OffAt = null, OffReason = null }, cancellationToken);
        }

        return projects.Count > 0
            ? new HookRegistration.Made(callback, projects)
            : new HookRegistration.Refused($"No mapping uses the instance {name} yet, so there is no project to make a hook in.");
    }

    // The stored one, or a new one that is stored before the tracker learns it: the other way round its first calls would be refused.
    private async Task<(string? Secret, bool IsNew)> SecretAsync(
        Instance instance, KindSetting setting, bool mayChoose, string who, CancellationToken cancellationToken)
    {
        var known = await secrets.FindAsync(SecretName.Of(instance.Name, setting.Name), cancellationToken);
        if (instance.Secrets.Contains(setting.Name) && known?.Trim() is { Length: > 0 } stored)
        {
            return (stored, false);
        }

        if (!mayChoose)
        {
            return (null, false);
        }

        var made = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var put = await integrations.PutAsync(
            instance, new Dictionary<string, string?> { [setting.Name] = made }, new Editor(who, _ => false), cancellationToken);
        return put is BookChange.Done
            ? (made, true)
            : throw new InvalidOperationException($"The instance {instance.Name} does not take the secret of its webhook.");
    }
}

/// <summary>How a registration ended.</summary>
public abstract record HookRegistration
{
    private HookRegistration()
    {
    }

    /// <summary>There is no such instance, or its tracker has no webhooks.</summary>
    public sealed record Unknown : HookRegistration;

    /// <summary>Something must be set first.</summary>
    public sealed record Refused(string Reason) : HookRegistration;

    /// <summary>The tracker was asked, for each project.</summary>
    public sealed record Made(string Callback, IReadOnlyList<RegisteredProject> Projects) : HookRegistration;

    /// <summary>Only an administrator can make the hook.</summary>
    /// <param name="NewSecret">A secret that was made for it, told this once; null when one was set before.</param>
    public sealed record ByHand(string Callback, IReadOnlyList<string> Steps, string? NewSecret) : HookRegistration
    {
        /// <inheritdoc/>
        /// <remarks>Without what must not be logged.</remarks>
        public override string ToString() => Callback;
    }
}

/// <summary>What became of one project's hook.</summary>
public sealed record RegisteredProject(string Project, HookMaking Making);
