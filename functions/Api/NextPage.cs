namespace Patchbay.Api;

/// <summary>The link to the next page of a list.</summary>
public static class NextPage
{
    /// <summary>The request's path and query, going on after the last item shown.</summary>
    public static string Of(HttpRequest request, string after)
    {
        var query = request.Query.Where(q => q.Key != "after").Append(new("after", after));
        return request.Path + QueryString.Create(query);
    }
}
