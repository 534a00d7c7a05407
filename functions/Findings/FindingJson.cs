using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Patchbay.Storage;

namespace Patchbay.Findings;

/// <summary>
/// Writes findings as JSON that <see cref="StoredJson"/> reads. By hand, because a scan has a hundred thousand of them, and in a fixed
/// order, so that <see cref="FindingFront"/> need read only the beginning of a row.
/// </summary>
public static class FindingJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        // Rows are never put into HTML as they are; escaping every letter beyond ASCII would make some of them six times as long.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly JsonEncodedText[] Severities = Encode<Severity>();

    private static readonly JsonEncodedText[] States = Encode<FindingState>();

    /// <summary>Makes a writer for the methods below.</summary>
    public static Utf8JsonWriter Writer(IBufferWriter<byte> into) => new(into, Options);

    /// <summary>Writes a whole row.</summary>
    public static byte[] Write(FindingRecord record)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using var writer = Writer(body);
        Write(writer, record.Finding);
        writer.Flush();
        var finding = body.WrittenSpan.ToArray();
        body.ResetWrittenCount();
        writer.Reset();
        Write(writer, record, finding);
        writer.Flush();
        return body.WrittenSpan.ToArray();
    }

    /// <summary>Writes a whole row around a finding that was written before.</summary>
    /// <param name="record">Its own finding is left out.</param>
    /// <param name="finding">As <see cref="Write(Utf8JsonWriter, Finding)"/> wrote it.</param>
    public static void Write(Utf8JsonWriter writer, FindingRecord record, ReadOnlySpan<byte> finding)
    {
        writer.WriteStartObject();
        writer.WriteString("state"u8, States[(int)record.State]);
        writer.WriteString("contentHash"u8, record.ContentHash);
        writer.WriteString("lastScan"u8, record.LastScan);
        if (record.Verdict is not null)
        {
            writer.WritePropertyName("verdict"u8);
            JsonSerializer.Serialize(writer, record.Verdict, StoredJson.Options);
        }

        // Here the front ends, so they are written also when there are none.
        writer.WriteStartArray("aliases"u8);
        foreach (var alias in record.Aliases)
        {
            writer.WriteStringValue(alias);
        }

        writer.WriteEndArray();
        writer.WriteString("asset"u8, record.Asset);
        writer.WriteString("key"u8, record.Key);
        writer.WriteStartObject("scope"u8);
        writer.WriteString("scanner"u8, record.Scope.Scanner);
        WriteText(writer, "branch"u8, record.Scope.Branch);
        WriteText(writer, "environment"u8, record.Scope.Environment);
        writer.WriteEndObject();
        writer.WriteString("ruleHash"u8, record.RuleHash);
        writer.WriteString("firstScan"u8, record.FirstScan);
        writer.WriteString("firstSeenAt"u8, record.FirstSeenAt);
        writer.WriteString("stateChangedAt"u8, record.StateChangedAt);
        WriteText(writer, "stateReason"u8, record.StateReason);
        if (record.AcceptedUntil is { } until)
        {
            writer.WriteString("acceptedUntil"u8, until);
        }

        if (record.SeverityDecision is not null)
        {
            writer.WritePropertyName("severityDecision"u8);
            JsonSerializer.Serialize(writer, record.SeverityDecision, StoredJson.Options);
        }

        writer.WritePropertyName("finding"u8);
        writer.WriteRawValue(finding, skipInputValidation: true);
        writer.WriteEndObject();
    }

    /// <summary>Writes what the scanner says. Of the rule only id, name and help URL: its texts have a row of their own.</summary>
    public static void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("tool"u8, finding.Tool);
        writer.WriteStartObject("rule"u8);
        writer.WriteString("id"u8, finding.Rule.Id);
        WriteText(writer, "name"u8, finding.Rule.Name);
        WriteText(writer, "helpUrl"u8, finding.Rule.HelpUrl);
        writer.WriteEndObject();
        writer.WriteString("title"u8, finding.Title);
        WriteText(writer, "message"u8, finding.Message);
        writer.WriteStartObject("rating"u8);
        writer.WriteString("value"u8, Severities[(int)finding.Rating.Value]);
        WriteText(writer, "raw"u8, finding.Rating.Raw);
        writer.WriteString("origin"u8, finding.Rating.Origin);
        writer.WriteEndObject();
        WritePlace(writer, finding.Place);
        WriteTexts(writer, "alsoAt"u8, finding.AlsoAt);
        WriteIds(writer, finding);
        WriteText(writer, "advice"u8, finding.Advice);
        WriteTexts(writer, "references"u8, finding.References);
        if (finding.IsExploited)
        {
            writer.WriteBoolean("isExploited"u8, true);
        }

        if (finding.DetectedAt is { } detectedAt)
        {
            writer.WriteString("detectedAt"u8, detectedAt);
        }

        writer.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter writer, Place place)
    {
        writer.WriteStartObject("place"u8);
        WriteText(writer, "path"u8, place.Path);
        WriteNumber(writer, "line"u8, place.Line);
        WriteNumber(writer, "endLine"u8, place.EndLine);
        WriteNumber(writer, "column"u8, place.Column);
        WriteText(writer, "snippet"u8, place.Snippet);
        WriteText(writer, "symbol"u8, place.Symbol);
        WriteText(writer, "component"u8, place.Component);
        WriteText(writer, "version"u8, place.Version);
        WriteText(writer, "fixedVersion"u8, place.FixedVersion);
        WriteText(writer, "host"u8, place.Host);
        WriteNumber(writer, "port"u8, place.Port);
        WriteText(writer, "protocol"u8, place.Protocol);
        WriteText(writer, "url"u8, place.Url);
        WriteText(writer, "parameter"u8, place.Parameter);
        writer.WriteEndObject();
    }

    private static void WriteIds(Utf8JsonWriter writer, Finding finding)
    {
        if (finding.Cwes.Count > 0)
        {
            writer.WriteStartArray("cwes"u8);
            foreach (var cwe in finding.Cwes)
            {
                writer.WriteNumberValue(cwe);
            }

            writer.WriteEndArray();
        }

        WriteTexts(writer, "cves"u8, finding.Cves);
        if (finding.CvssScore is { } score && double.IsFinite(score))
        {
            writer.WriteNumber("cvssScore"u8, score);
        }

        WriteText(writer, "cvssVector"u8, finding.CvssVector);
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static JsonEncodedText[] Encode<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(v => JsonEncodedText.Encode(JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString())))];
}
