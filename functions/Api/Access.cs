using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;

namespace Patchbay.Api;

/// <summary>Lets only callers with the key to the API, where no Functions host does so before us.</summary>
/// <remarks>
/// The header <c>x-functions-key</c>, as in Azure; a key in the query has been moved there before. Doors that are open to strangers say so
/// themselves (<see cref="IAllowAnonymous"/>), so that no spelling of a path can open another.
/// </remarks>
public static class Access
{
    /// <summary>The header that carries the key.</summary>
    public const string Header = "x-functions-key";

    /// <summary>Asks for the key on every path below <c>/api</c> whose route does not do without.</summary>
    public static void UseKey(this IApplicationBuilder app, string key)
    {
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        app.Use(next => context =>
            !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || Opens(context.Request, expected)
                ? next(context)
                : RefuseAsync(context));
    }

    private static bool Opens(HttpRequest request, byte[] expected)
    {
        var given = request.Headers[Header].FirstOrDefault() ?? string.Empty;

        // Hashed first, so that neither the time nor the length of the comparison tells anything about the key.
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), expected);
    }

    private static Task RefuseAsync(HttpContext context) =>
        TypedResults.Problem(
            $"The API wants its key in the header {Header}, or in the query as code=.", statusCode: StatusCodes.Status401Unauthorized)
            .ExecuteAsync(context);
}
