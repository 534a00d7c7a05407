using System.ComponentModel.DataAnnotations;

namespace Patchbay.Outbox;

/// <summary>Which Service Bus takes the messages. Section <c>ServiceBusConnection</c>: the Functions host's triggers read it too.</summary>
public sealed record ServiceBusSettings : IValidatableObject
{
    /// <summary>The namespace's host, such as <c>patchbay.servicebus.windows.net</c>. Empty when there is none.</summary>
    public string FullyQualifiedNamespace { get; init; } = "";

    /// <summary>Another address to send to, for tests: https, or http on this machine. Null for the namespace.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The wait before the first of three repetitions; it doubles. Default 0.8 seconds; a Retry-After counts more.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(0.8);

    /// <summary>Where messages are sent to.</summary>
    public Uri Address => Endpoint ?? new Uri($"https://{FullyQualifiedNamespace}");

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is null && Uri.CheckHostName(FullyQualifiedNamespace) != UriHostNameType.Dns)
        {
            yield return new ValidationResult(
                $"\"{FullyQualifiedNamespace}\" is not a host name such as patchbay.servicebus.windows.net.", [nameof(FullyQualifiedNamespace)]);
        }

        if (Endpoint is { } address && address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        {
            yield return new ValidationResult($"{address} is neither https nor http on this machine.", [nameof(Endpoint)]);
        }
    }
}
