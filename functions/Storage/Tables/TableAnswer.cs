using System.Globalization;
using System.Text.Json;
using Azure;

namespace Patchbay.Storage.Tables;

/// <summary>What Table Storage said to a change or to a batch of them.</summary>
/// <param name="Status">An HTTP status: of a batch, its first failing part's.</param>
/// <param name="Code">The service's word for a failure, such as <c>EntityAlreadyExists</c>; null when it gave none.</param>
internal readonly record struct TableAnswer(int Status, string? Code)
{
    public bool IsDone => Status is >= 200 and < 300;

    public bool IsMissingTable => Status == 404 && Code == "TableNotFound";

    // Other answers of 404 come from a wrong address or a gateway.
    public bool IsMissingRow => Status == 404 && Code is "ResourceNotFound" or "EntityNotFound";

    /// <summary>A row is not as the caller last saw it.</summary>
    public bool IsConflict => Status == 412 || IsMissingRow || (Status == 409 && Code == "EntityAlreadyExists");

    /// <summary>The same request may succeed later; it may also have been done.</summary>
    public bool IsBusy => Status is 408 or 429 or 500 or 502 or 503 or 504;

    /// <summary>Reads a whole answer, which must be in memory.</summary>
    public static TableAnswer Of(Response response)
    {
        var content = response.Content.ToMemory().Span;
        return response.Status == 202 && IsMultipart(response)
            ? OfBatch(content)
            : new TableAnswer(response.Status, response.IsError ? CodeIn(content) : null);
    }

    private static bool IsMultipart(Response response) =>
        response.Headers.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    // Each part ends in an HTTP answer of its own. We never ask for entities back, so no foreign text stands between them, and
    // looking for the status lines is enough: a failing batch has one part, the first that failed.
    private static TableAnswer OfBatch(ReadOnlySpan<byte> content)
    {
        var first = new TableAnswer(0, null);
        for (var line = "\nHTTP/1.1 "u8; ;)
        {
            var start = content.IndexOf(line);
            if (start < 0)
            {
                return first;
            }

            content = content[(start + line.Length)..];
            if (content.Length < 3 || !int.TryParse(content[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            {
                throw new FormatException("Table Storage answered a batch with a part that has no status.");
            }

            first = new TableAnswer(status, null);
            if (!first.IsDone)
            {
                var body = content.IndexOf("\r\n\r\n"u8);
                return first with { Code = body < 0 ? null : CodeIn(content[(body + 4)..]) };
            }
        }
    }

    private static string? CodeIn(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        try
        {
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("code") && json.Read())
                {
                    return json.TokenType == JsonTokenType.String ? json.GetString() : null;
                }
            }
        }
        catch (JsonException)
        {
            // A gateway's page, or XML: the status alone decides.
            return null;
        }

        return null;
    }
}
