using Microsoft.AspNetCore.Http.HttpResults;

namespace Patchbay.Api;

/// <summary>Answers to requests that cannot be served, as problem documents. Source: RFC 9457.</summary>
public static class Problems
{
    /// <summary>400: the request is wrong and will stay wrong.</summary>
    public static ProblemHttpResult Bad(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>400: several mistakes at once, each with its path.</summary>
    public static ProblemHttpResult Bad(string detail, IReadOnlyList<Mistake> mistakes) =>
        TypedResults.Problem(
            detail,
            statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?> { ["errors"] = mistakes });

    /// <summary>400: a body that is no whole report.</summary>
    /// <param name="at">Line, byte offset or JSON path of the trouble; null when it is the whole body.</param>
    public static ProblemHttpResult Unreadable(string reason, string? at) => at is null
        ? Bad(reason + ".")
        : TypedResults.Problem(
            $"{reason} (at {at}).",
            statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?> { ["at"] = at });

    /// <summary>404: there is no such thing.</summary>
    public static ProblemHttpResult Missing(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    /// <summary>503: somebody we ask is not there now; the same request may work later.</summary>
    public static ProblemHttpResult Unavailable(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable);

    /// <summary>409: the thing's state forbids it.</summary>
    public static ProblemHttpResult Conflict(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);

    /// <summary>412: somebody else changed it since the caller read it.</summary>
    public static ProblemHttpResult Stale(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status412PreconditionFailed);
}

/// <summary>One mistake in a request body.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.policies[2].match.severity</c>.</param>
/// <param name="Message">What is wrong and what would be right, in one sentence.</param>
public sealed record Mistake(string Path, string Message);
