namespace Patchbay.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">At most as many as the request's <c>limit</c> (default 100, most 1000).</param>
/// <param name="Next">Path and query of the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
