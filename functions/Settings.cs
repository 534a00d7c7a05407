using System.ComponentModel.DataAnnotations;
using Patchbay.Integrations.Secrets;
using Patchbay.Links;
using Patchbay.Links.Sync;
using Patchbay.Outbox;
using Patchbay.Scanners.Spooling;
using Patchbay.Storage;
using Patchbay.Trackers;

namespace Patchbay;

/// <summary>Every setting of the app, from the section <c>Patchbay</c>; checked at start, so that a wrong one fails the start and not the first request.</summary>
/// <remarks>A section that is present turns its provider on: tables instead of the local file, Service Bus instead of the local queue.</remarks>
public sealed record Settings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Patchbay";

    private const string ServiceBusSection = "ServiceBusConnection";

    /// <summary>Where the stand-alone app keeps its files; relative to the current directory. Default <c>.patchbay</c>.</summary>
    [Required]
    public string DataFolder { get; init; } = ".patchbay";

    /// <summary>API key of the stand-alone app, at least 16 characters; null to make one at first start and keep it in the data folder.</summary>
    [MinLength(16)]
    public string? Key { get; init; }

    /// <summary>Where people reach this app, for links in tickets; null when there is no such address.</summary>
    [Url]
    public string? PublicUrl { get; init; }

    /// <summary>Azure Tables; null to keep everything in the data folder.</summary>
    public TableStoreSettings? Tables { get; init; }

    /// <summary>Service Bus, from the section that the Functions host's triggers read too; null for the queue in the data folder.</summary>
    public ServiceBusSettings? ServiceBus { get; init; }

    /// <summary>Key Vault; null for the encrypted file in the data folder.</summary>
    public VaultSettings? Vault { get; init; }

    /// <summary>How reports are taken in.</summary>
    public ScanSettings Scans { get; init; } = new();

    /// <summary>How trackers are called.</summary>
    public TrackerSettings Trackers { get; init; } = new();

    /// <summary>How pushes are made.</summary>
    public PushSettings Pushes { get; init; } = new();

    /// <summary>How tickets that had no news are looked at.</summary>
    public ReconcileSettings Reconcile { get; init; } = new();

    /// <summary>How trackers are asked what changed.</summary>
    public PollSettings Polls { get; init; } = new();

    /// <summary>Where a test has the process die.</summary>
    public FaultSettings Faults { get; init; } = new();

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="StartException">The first settings that cannot be.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var bus = Bind<ServiceBusSettings>(configuration.GetSection(ServiceBusSection), isStrict: false);
        var settings = Bind<Settings>(configuration.GetSection(Section), isStrict: true) with
        {
            ServiceBus = bus.FullyQualifiedNamespace.Length > 0 || bus.Endpoint is not null ? bus : null,
        };
        object?[] parts =
        [
            settings, settings.Tables, settings.ServiceBus, settings.Vault, settings.Scans, settings.Trackers, settings.Pushes, settings.Reconcile,
            settings.Polls, settings.Faults,
        ];
        foreach (var part in parts.OfType<object>())
        {
            var mistakes = new List<ValidationResult>();
            if (!Validator.TryValidateObject(part, new ValidationContext(part), mistakes, validateAllProperties: true))
            {
                throw new StartException($"a setting is wrong: {string.Join(' ', mistakes.Select(m => m.ErrorMessage))}");
            }
        }

        return settings;
    }

    // A name we do not know is a typing mistake in our own section; the host's section holds more than concerns us.
    private static T Bind<T>(IConfigurationSection section, bool isStrict)
        where T : new()
    {
        try
        {
            return section.Get<T>(binder => binder.ErrorOnUnknownConfiguration = isStrict) ?? new T();
        }
        catch (InvalidOperationException e)
        {
            throw new StartException($"the settings cannot be read: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}
