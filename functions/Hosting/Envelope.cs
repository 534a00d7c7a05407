using System.Diagnostics;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.Metadata;
using Patchbay.Flows.Durable;

namespace Patchbay.Hosting;

/// <summary>Calls a function with what a host sent, and answers as the Functions host wants it: the one road into every function.</summary>
public sealed partial class Envelope(FunctionRegistry functions, DurableAddress durable, ILogger<Envelope> log)
{
    /// <summary>Makes each function callable by the Functions host: <c>POST /{function}</c>.</summary>
    /// <remarks>
    /// The answers are those of <see cref="HostReply"/>. Nothing is mapped where the Functions host did not start us: these calls have no
    /// key, and only it keeps the port to itself.
    /// </remarks>
    public void Map(IEndpointRouteBuilder app)
    {
        if (!FunctionsHost.IsPresent(app.ServiceProvider.GetRequiredService<IConfiguration>()))
        {
            return;
        }

        foreach (var function in functions.All)
        {
            app.MapPost($"/{function.Name}", http => AnswerAsync(http, function)).WithMetadata(new NoSizeLimit()).ExcludeFromDescription();
        }
    }

    /// <summary>Calls a function.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="request">The host's JSON.</param>
    public async Task<Outcome> RunAsync(string function, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        if (functions.Find(function) is not { } found)
        {
            return new Outcome.Unreadable($"There is no function {function}.");
        }

        Invocation invocation;
        try
        {
            invocation = HostRequest.Read(found, request);
            if (found is RegisteredFunction.OnQueue or RegisteredFunction.OnTimer && HostRequest.FindClient(request) is { } client)
            {
                durable.Learn(client);
            }
        }
        catch (FormatException broken)
        {
            LogUnreadable(log, function, broken.Message);
            return new Outcome.Unreadable(broken.Message);
        }

        try
        {
            return new Outcome.Done(await CallAsync(found, invocation, cancellationToken));
        }
        catch (Exception failure)
        {
            // Whatever it was, the host must learn that it failed, so that the message is delivered again or set aside with this reason.
            LogFailed(log, function, invocation.DeliveryCount, failure);
            return new Outcome.Failed($"{failure.GetType().Name}: {failure.Message}");
        }
    }

    private static async Task<string?> CallAsync(RegisteredFunction function, Invocation invocation, CancellationToken cancellationToken)
    {
        switch (function)
        {
            case RegisteredFunction.OnFlow flow:
                return Convert.ToBase64String(DurableProtocol.Answer(flow.Plan, invocation.Body.Span));
            case RegisteredFunction.OnActivity activity:
                return await activity.Run(invocation, cancellationToken);
            case RegisteredFunction.OnQueue onQueue:
                await onQueue.Run(invocation, cancellationToken);
                return null;
            case RegisteredFunction.OnTimer onTimer:
                await onTimer.Run(invocation, cancellationToken);
                return null;
            default:
                throw new UnreachableException();
        }
    }

    private async Task AnswerAsync(HttpContext http, RegisteredFunction function)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var outcome = await RunAsync(function.Name, body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
        var (status, reply) = HostReply.Of(function, outcome);
        http.Response.StatusCode = status;
        http.Response.ContentType = MediaTypeNames.Application.Json;
        await http.Response.WriteAsync(reply, http.RequestAborted);
    }

    // The host's call holds the message twice over, base64 and all; refusing it for its size would only make it come again.
    private sealed class NoSizeLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => null;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Function} failed at delivery {DeliveryCount}")]
    private static partial void LogFailed(ILogger log, string function, int deliveryCount, Exception failure);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Function} cannot read its call: {Reason}")]
    private static partial void LogUnreadable(ILogger log, string function, string reason);
}

/// <summary>How one call of a function ended.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>The message is done with.</summary>
    /// <param name="Result">What an orchestration or an activity answers; null for the others.</param>
    public sealed record Done(string? Result) : Outcome;

    /// <summary>The message shall come again.</summary>
    /// <param name="Reason">The exception in one line, for the dead letter.</param>
    public sealed record Failed(string Reason) : Outcome;

    /// <summary>The host's call could not be read.</summary>
    public sealed record Unreadable(string Reason) : Outcome;
}
