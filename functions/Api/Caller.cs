namespace Patchbay.Api;

/// <summary>Who makes a request, for the audit.</summary>
public static class Caller
{
    /// <summary>The name of somebody who signed in; <c>api</c> for a caller who only showed the key.</summary>
    public static string Of(HttpContext context) => context.User.Identity is { IsAuthenticated: true, Name.Length: > 0 } person ? person.Name : "api";
}
