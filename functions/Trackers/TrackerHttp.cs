using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patchbay.Trackers;

/// <summary>Calls one tracker and judges what comes back; the only judge there is. Safe to call from many threads.</summary>
/// <param name="wire">From <see cref="TrackerConnections"/>.</param>
/// <param name="address">The API's base address.</param>
public sealed class TrackerHttp(HttpMessageInvoker wire, Uri address, TrackerManners manners, TrackerSettings settings, TimeProvider clock)
{
    private const int MostRedirects = 3;
    private static readonly ProductInfoHeaderValue Agent = new("Patchbay", "1.0");

    private static readonly JsonSerializerOptions Writing =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Uri root = new(address.AbsoluteUri.TrimEnd('/') + "/");

    /// <summary>Makes one call. Only the caller's own cancellation is thrown; all else is an answer.</summary>
    public async Task<TrackerAnswer> SendAsync(TrackerCall call, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(root, call.Path, out var target) || !IsSameHost(target))
        {
            return new TrackerAnswer.Refused(0, $"{manners.Name} points to another host, which Patchbay does not follow.");
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(settings.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await FollowAsync(call, target, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return NoAnswer(call, $"{manners.Name} did not answer within {settings.TimeoutSeconds} seconds.");
        }
        catch (HttpRequestException e) when (e.InnerException is PrivateAddressException)
        {
            return new TrackerAnswer.Refused(
                0, $"{root.Host} leads to a private address, which is not called from here unless the instance has allowInsecure.");
        }
        catch (HttpRequestException e) when (WasNotSent(e))
        {
            return new TrackerAnswer.Later(
                null, $"{manners.Name} cannot be reached at {root.Host}: {e.HttpRequestError}.", HoldsLane: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return NoAnswer(call, $"The connection to {manners.Name} broke before its answer was complete.");
        }
    }

    private async Task<TrackerAnswer> FollowAsync(TrackerCall call, Uri target, CancellationToken cancellationToken)
    {
        for (var hops = 0; ; hops++)
        {
            using var request = Write(call, target);
            using var response = await wire.SendAsync(request, cancellationToken);

            // A moved ticket or a renamed project can be read where it is now; a write must know where it goes.
            if (call.Method == HttpMethod.Get && hops < MostRedirects && Redirect(response, target) is { } next)
            {
                target = next;
                continue;
            }

            return await JudgeAsync(call, response, cancellationToken);
        }
    }

    private HttpRequestMessage Write(TrackerCall call, Uri target)
    {
        var request = new HttpRequestMessage(call.Method, target);
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Authorization = call.Authorization;
        foreach (var (name, value) in manners.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(call.Body, Writing));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(call.MediaType, "utf-8");
        }

        return request;
    }

    private async Task<TrackerAnswer> JudgeAsync(TrackerCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(response, cancellationToken);
        var json = bytes is null ? null : Parse(bytes) ?? PlainText(response, bytes.Value);
        var judged = StatusJudge.Judge(response, json, call.IsCreation, manners, clock.GetUtcNow());
        return bytes is null && (int)response.StatusCode is >= 200 and < 300
            ? NoUse(call, response, $"{manners.Name} answered with more than {settings.LargestAnswerBytes} bytes.")
            : judged;
    }

    // Null when there is more than we read.
    private async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (kept.Length + read > settings.LargestAnswerBytes)
            {
                return null;
            }

            await kept.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return kept.GetBuffer().AsMemory(0, (int)kept.Length);
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { Length: > 0 } content)
        {
            return default(JsonElement);
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JsonElement? PlainText(HttpResponseMessage response, ReadOnlyMemory<byte> bytes) =>
        manners.SpeaksPlainText && !response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "text/plain"
            ? JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(bytes.Span))
            : null;

    private Uri? Redirect(HttpResponseMessage response, Uri from) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is { } location
        && new Uri(from, location) is var target
        && IsSameHost(target)
            ? target
            : null;

    private bool IsSameHost(Uri target) =>
        Uri.Compare(target, root, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
        && target.UserInfo.Length == 0;

    private static bool WasNotSent(HttpRequestException e) => e.HttpRequestError is
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError;

    private static TrackerAnswer NoAnswer(TrackerCall call, string reason) =>
        call.IsCreation ? new TrackerAnswer.Lost(null, reason) : new TrackerAnswer.Later(null, reason, HoldsLane: false);

    private static TrackerAnswer NoUse(TrackerCall call, HttpResponseMessage response, string reason) =>
        call.IsCreation ? new TrackerAnswer.Lost(null, reason) : new TrackerAnswer.Refused((int)response.StatusCode, reason);
}
