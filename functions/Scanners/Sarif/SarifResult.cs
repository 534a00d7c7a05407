using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>A result as the log has it; nothing is resolved yet. Source: SARIF 2.1.0, section 3.27.</summary>
internal sealed class SarifResult
{
    private const int MostLocations = 21;

    private static readonly JsonMembers<SarifResult> Provenance = new()
    {
        ["firstDetectionTimeUtc"] = static (ref c, result) => result.FirstDetected = c.Name(),
    };

    private static readonly JsonMembers<SarifResult> Request = new()
    {
        ["target"] = static (ref c, result) => result.RequestTarget = c.Name(),
    };

    private static readonly JsonMembers<SarifResult> Fix = new()
    {
        ["description"] = static (ref c, result) => result.AddFix(SarifMessage.ReadText(ref c)),
    };

    public static readonly JsonMembers<SarifResult> Members = new()
    {
        ["ruleId"] = static (ref c, result) => result.RuleId = c.Scalar(),
        ["ruleIndex"] = static (ref c, result) => result.RuleIndex = c.Int(),
        ["rule"] = static (ref c, result) => result.Rule = SarifReference.Read(ref c),
        ["kind"] = static (ref c, result) => result.Kind = c.Name(),
        ["level"] = static (ref c, result) => result.Level = c.Name(),
        ["message"] = static (ref c, result) => result.Message = SarifMessage.Read(ref c),
        ["locations"] = ReadLocations,
        ["fingerprints"] = static (ref c, result) => result.Fingerprints = SarifFingerprint.ReadAll(ref c),
        ["partialFingerprints"] = static (ref c, result) => result.PartialFingerprints = SarifFingerprint.ReadAll(ref c),
        ["correlationGuid"] = static (ref c, result) => result.CorrelationGuid = c.Name(),
        ["suppressions"] = static (ref c, result) => result.Suppressions = SarifSuppression.ReadAll(ref c),
        ["baselineState"] = static (ref c, result) => result.BaselineState = c.Name(),
        ["properties"] = static (ref c, result) => result.Properties = SarifProperties.Read(ref c),
        ["taxa"] = static (ref c, result) => SarifReference.ReadAll(ref c, result.Taxa ??= []),
        ["fixes"] = ReadFixes,
        ["provenance"] = static (ref c, result) => Provenance.Read(ref c, result),
        ["webRequest"] = static (ref c, result) => Request.Read(ref c, result),
        ["hostedViewerUri"] = static (ref c, result) => result.ViewerUri = c.Text(FindingLimits.NameCharacters),
    };

    public string? RuleId { get; private set; }

    public int? RuleIndex { get; private set; }

    public SarifReference? Rule { get; private set; }

    public string? Kind { get; private set; }

    public string? Level { get; private set; }

    public SarifMessage? Message { get; private set; }

    /// <summary>The first place.</summary>
    public SarifLocation? Location { get; private set; }

    /// <summary>The places after the first, at most 20; null when there are none.</summary>
    public List<SarifLocation>? FurtherLocations { get; private set; }

    public List<SarifFingerprint>? Fingerprints { get; private set; }

    public List<SarifFingerprint>? PartialFingerprints { get; private set; }

    public string? CorrelationGuid { get; private set; }

    /// <summary>Null when the log does not say.</summary>
    public List<SarifSuppression>? Suppressions { get; private set; }

    public string? BaselineState { get; private set; }

    public SarifProperties? Properties { get; private set; }

    public List<SarifReference>? Taxa { get; private set; }

    /// <summary>What the tool offers to do, in words.</summary>
    public List<string>? Fixes { get; private set; }

    public string? FirstDetected { get; private set; }

    /// <summary>The URL that a dynamic scanner asked.</summary>
    public string? RequestTarget { get; private set; }

    public string? ViewerUri { get; private set; }

    /// <summary>How the result names its rule: both ways put together.</summary>
    public SarifReference RuleReference() => new()
    {
        Id = RuleId ?? Rule?.Id,
        Index = Rule?.Index ?? RuleIndex,
        Guid = Rule?.Guid,
        Component = Rule?.Component,
    };

    private static void ReadLocations(ref JsonCursor cursor, SarifResult result)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        var count = 0;
        while (cursor.NextElement())
        {
            if (++count > MostLocations)
            {
                cursor.Skip();
                continue;
            }

            var location = new SarifLocation();
            if (!SarifLocation.Members.Read(ref cursor, location))
            {
                continue;
            }

            if (result.Location is null)
            {
                result.Location = location;
            }
            else
            {
                (result.FurtherLocations ??= []).Add(location);
            }
        }
    }

    private static void ReadFixes(ref JsonCursor cursor, SarifResult result)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                Fix.Read(ref cursor, result);
            }
        }
    }

    private void AddFix(string? text)
    {
        const int MostFixes = 3;
        if (text is not null && (Fixes?.Count ?? 0) < MostFixes && Fixes?.Contains(text) != true)
        {
            (Fixes ??= []).Add(text);
        }
    }
}
