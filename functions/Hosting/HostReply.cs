using System.Text.Json.Nodes;
using Patchbay.Flows;
using Patchbay.Flows.Durable;

namespace Patchbay.Hosting;

/// <summary>The JSON with which a call of the Functions host is answered.</summary>
/// <remarks>An empty answer would make the host wait until the function's time is over, so there is always a body.</remarks>
public static class HostReply
{
    /// <summary>The status and the body.</summary>
    /// <remarks>
    /// A message or a tick: 200 when it is done, 500 when it shall come again, 400 when the body is no call. An orchestration or an activity is
    /// answered with 200 whatever happened: another status fails an instance for good, and nobody would learn why.
    /// </remarks>
    public static (int Status, string Body) Of(RegisteredFunction function, Outcome outcome) => (function, outcome) switch
    {
        (RegisteredFunction.OnFlow, Outcome.Done done) => (StatusCodes.Status200OK, Body(done.Result)),
        (RegisteredFunction.OnFlow, _) => (StatusCodes.Status200OK, Body(Convert.ToBase64String(DurableProtocol.Failure(ReasonOf(outcome))))),
        (RegisteredFunction.OnActivity, _) => (StatusCodes.Status200OK, Body(JsonNode.Parse(EndOf(outcome).ToJson()))),
        (_, Outcome.Done) => (StatusCodes.Status200OK, Body(null)),
        (_, Outcome.Unreadable) => (StatusCodes.Status400BadRequest, Body(null)),
        _ => (StatusCodes.Status500InternalServerError, Body(null)),
    };

    /// <summary>How the call of an activity ended, for its orchestration.</summary>
    public static CallEnd EndOf(Outcome outcome) =>
        outcome is Outcome.Done done ? new CallEnd.Done(done.Result ?? "null") : new CallEnd.Failed(ReasonOf(outcome));

    private static string Body(JsonNode? result) =>
        new JsonObject { ["Outputs"] = new JsonObject(), ["Logs"] = new JsonArray(), ["ReturnValue"] = result }.ToJsonString();

    private static string ReasonOf(Outcome outcome) => outcome switch
    {
        Outcome.Failed failed => failed.Reason,
        Outcome.Unreadable unreadable => unreadable.Reason,
        _ => "",
    };
}
