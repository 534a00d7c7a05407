using System.ComponentModel.DataAnnotations;

namespace Patchbay.Storage;

/// <summary>Which tables hold the rows in Azure.</summary>
public sealed record TableStoreSettings : IValidatableObject
{
    /// <summary>Such as <c>https://ACCOUNT.table.core.windows.net</c>; the emulator's ends in <c>/devstoreaccount1</c>.</summary>
    [Required]
    public Uri? Endpoint { get; init; }

    /// <summary>The table, made when it is missing. 3 to 63 letters and digits, a letter first. Default <c>patchbay</c>.</summary>
    [RegularExpression("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    public string Table { get; init; } = "patchbay";

    /// <summary>The account's key, for the emulator. Null, as it should be in Azure, for Entra ID.</summary>
    [Base64String]
    public string? AccountKey { get; init; }

    /// <summary>The wait before the first of five repetitions; it doubles. Default 0.5 seconds; a Retry-After counts more.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is { } address && !(address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback)))
        {
            yield return new ValidationResult($"{address} is neither https nor on this machine.", [nameof(Endpoint)]);
        }
    }
}
