using Patchbay.Hooks;

namespace Patchbay.Triggers.Webhook;

/// <summary>Takes a tracker's call. HTTP: POST /api/webhooks/{instance}, and HEAD for those that try the address first.</summary>
/// <remarks>
/// No key: a call proves itself as its tracker does. The body is taken as its bytes are, whatever its type or encoding is said to be.
/// Every answer has the same shape and tells nothing that a stranger could use.
/// </remarks>
public static class Webhook
{
    /// <summary>Largest body, in bytes. No tracker sends more.</summary>
    public const int MostBytes = 25 * 1024 * 1024;

    private const int BufferBytes = 16 * 1024;

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        const string Route = "/api/webhooks/{instance}";
        app.MapPost(Route, RunAsync)
            .AllowAnonymous()
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.Security = [];
                return Task.CompletedTask;
            })
            .WithTags("webhooks")
            .WithSummary("Takes the call of a tracker's webhook, which proves itself by signature or secret; needs no key.")
            .Accepts<object>("application/json", "application/x-www-form-urlencoded")
            .Produces<WebhookReply>()
            .Produces<WebhookReply>(StatusCodes.Status202Accepted)
            .Produces<WebhookReply>(StatusCodes.Status401Unauthorized)
            .Produces<WebhookReply>(StatusCodes.Status404NotFound)
            .Produces<WebhookReply>(StatusCodes.Status413PayloadTooLarge);
        app.MapMethods(Route, [HttpMethods.Head], TryAsync).AllowAnonymous().ExcludeFromDescription();
    }

    // Trello makes no hook unless this is 200.
    private static async Task<IResult> TryAsync(string instance, HookDesk desk, CancellationToken cancellationToken) =>
        await desk.KnowsAsync(instance, cancellationToken) ? TypedResults.Ok() : TypedResults.NotFound();

    private static async Task<IResult> RunAsync(string instance, HttpRequest request, HookDesk desk, CancellationToken cancellationToken)
    {
        if (!await desk.KnowsAsync(instance, cancellationToken))
        {
            return Answer(HookOutcome.Unknown);
        }

        try
        {
            if (await ReadAsync(request, cancellationToken) is { } body)
            {
                return Answer(await desk.TakeAsync(instance, body, request.Headers, cancellationToken));
            }

            await desk.RefuseAsync(instance, $"The body has more than {MostBytes} bytes.", cancellationToken);
            return Answer(StatusCodes.Status413PayloadTooLarge, "refused", $"A call has at most {MostBytes} bytes.");
        }
        catch (BadHttpRequestException broken)
        {
            return Answer(broken.StatusCode, "refused", "The body did not arrive whole.");
        }
    }

    // Null when there is more than we take: that is neither kept nor read to its end.
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        using var kept = new MemoryStream();
        var buffer = new byte[BufferBytes];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (kept.Length + read > MostBytes)
            {
                return null;
            }

            await kept.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return kept.GetBuffer().AsMemory(0, (int)kept.Length);
    }

    private static IResult Answer(HookOutcome outcome) => outcome switch
    {
        HookOutcome.Queued => Answer(StatusCodes.Status202Accepted, "queued", "The ticket will be looked at."),
        HookOutcome.Noted => Answer(StatusCodes.Status200OK, "noted", "There is nothing to do."),
        HookOutcome.Repeated => Answer(StatusCodes.Status200OK, "repeated", "This call has been before."),
        HookOutcome.Refused => Answer(StatusCodes.Status401Unauthorized, "refused", "The call does not prove whose it is."),
        _ => Answer(StatusCodes.Status404NotFound, "unknown", "Nobody is called here."),
    };

    private static IResult Answer(int status, string outcome, string detail) =>
        TypedResults.Json(new WebhookReply(outcome, detail), statusCode: status);
}

/// <summary>What a caller is told.</summary>
/// <param name="Outcome"><c>queued</c>, <c>noted</c>, <c>repeated</c>, <c>refused</c> or <c>unknown</c>.</param>
/// <param name="Detail">The same for a person.</param>
public sealed record WebhookReply(string Outcome, string Detail);
