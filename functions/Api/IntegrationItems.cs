using System.Diagnostics;
using System.Text.Json;
using Patchbay.Integrations;

namespace Patchbay.Api;

/// <summary>The routes that instances, mappings and assignments have in common: list, show, put, remove.</summary>
internal static class IntegrationItems
{
    private const int MostItems = 1000;

    /// <summary>Reads a body and puts what it says into the book.</summary>
    public delegate Task<BookChange> Put(
        IntegrationBook book, JsonElement body, string name, Editor editor, CancellationToken cancellationToken);

    /// <summary>Removes an item from the book.</summary>
    public delegate Task<BookChange> Remove(string name, Editor editor, CancellationToken cancellationToken);

    /// <summary>Adds the routes of one sort of item.</summary>
    /// <param name="plural">The sort's name in URLs.</param>
    /// <param name="of">Finds the items among all.</param>
    /// <param name="mappings">Finds the mappings that a change of an item may mend: what failed there is tried again. Null for none.</param>
    public static void Map<T>(
        RouteGroupBuilder routes,
        string plural,
        Func<IntegrationSet, IReadOnlyDictionary<string, StoredItem<T>>> of,
        Put put,
        Func<IntegrationBook, Remove> remove,
        Func<IntegrationSet, Func<string, IReadOnlyList<string>>>? mappings = null)
        where T : notnull
    {
        routes.MapGet($"/{plural}", (IntegrationBook book, CancellationToken cancellationToken, int limit = 100, string? after = null) =>
                ListAsync(plural, of, book, limit, after, cancellationToken))
            .WithSummary($"Lists the {plural} in order of their names.")
            .Produces<Page<T>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        var path = $"/{plural}/{{name}}";
        routes.MapGet(path, (string name, HttpContext context, IntegrationBook book, CancellationToken cancellationToken) =>
                GetAsync(plural, of, name, context, book, cancellationToken))
            .WithSummary($"Shows one of the {plural}.")
            .Produces<T>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPut(path, async (string name, HttpContext context, IntegrationBook book, CancellationToken cancellationToken) =>
            {
                var result = await PutAsync(plural, of, put, name, context, book, cancellationToken);
                if (mappings is not null && result is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK })
                {
                    var retry = context.RequestServices.GetRequiredService<RetryFailed>();
                    foreach (var mapping in mappings(await book.ReadAsync(cancellationToken))(name))
                    {
                        await retry(mapping, Caller.Of(context), cancellationToken);
                    }
                }

                return result;
            })
            .WithSummary($"Adds or replaces one of the {plural}.")
            .Accepts<T>("application/json")
            .Produces<T>()
            .Produces<T>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed);
        routes.MapDelete(path, async (string name, HttpContext context, IntegrationBook book, CancellationToken cancellationToken) =>
                Refusal(plural, name, await remove(book)(name, EditorOf(context.Request), cancellationToken)) ?? TypedResults.NoContent())
            .WithSummary($"Removes one of the {plural}, unless something refers to it.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<IResult> ListAsync<T>(
        string plural,
        Func<IntegrationSet, IReadOnlyDictionary<string, StoredItem<T>>> of,
        IntegrationBook book,
        int limit,
        string? after,
        CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostItems)
        {
            return Problems.Bad($"limit must be from 1 to {MostItems}, not {limit}.");
        }

        var all = of(await book.ReadAsync(cancellationToken)).OrderBy(i => i.Key, StringComparer.Ordinal);
        var rest = all.SkipWhile(i => after is not null && string.CompareOrdinal(i.Key, after) <= 0).Take(limit + 1).ToList();
        var next = rest.Count > limit
            ? $"/api/integrations/{plural}?limit={limit}&after={Uri.EscapeDataString(rest[limit - 1].Key)}"
            : null;
        return TypedResults.Ok(new Page<T>([.. rest.Take(limit).Select(i => i.Value.Item)], next));
    }

    private static async Task<IResult> GetAsync<T>(
        string plural,
        Func<IntegrationSet, IReadOnlyDictionary<string, StoredItem<T>>> of,
        string name,
        HttpContext context,
        IntegrationBook book,
        CancellationToken cancellationToken)
    {
        if (of(await book.ReadAsync(cancellationToken)).GetValueOrDefault(name) is not { } found)
        {
            return Unknown(plural, name);
        }

        var tag = ETags.Of(found.Version);
        ETags.Set(context, tag);
        return ETags.IsKnown(context.Request, tag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(found.Item);
    }

    private static async Task<IResult> PutAsync<T>(
        string plural,
        Func<IntegrationSet, IReadOnlyDictionary<string, StoredItem<T>>> of,
        Put put,
        string name,
        HttpContext context,
        IntegrationBook book,
        CancellationToken cancellationToken)
    {
        JsonElement body;
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, cancellationToken);
            body = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            return Problems.Bad($"The body is no JSON; it breaks at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }

        var change = await put(book, body, name, EditorOf(context.Request), cancellationToken);
        if (Refusal(plural, name, change) is { } refusal)
        {
            return refusal;
        }

        // Shown as it is stored now, so that the tag and the content belong together even when somebody else was fast.
        if (of(await book.ReadAsync(cancellationToken)).GetValueOrDefault(name) is not { } stored)
        {
            return Unknown(plural, name);
        }

        ETags.Set(context, ETags.Of(stored.Version));
        return change is BookChange.Done { IsNew: true }
            ? TypedResults.Created($"/api/integrations/{plural}/{name}", stored.Item)
            : TypedResults.Ok(stored.Item);
    }

    private static IResult? Refusal(string plural, string name, BookChange change) => change switch
    {
        BookChange.Done => null,
        BookChange.Wrong { Mistakes: [var only] } => Problems.Bad($"{only.Path}: {only.Message}", [Show(only)]),
        BookChange.Wrong wrong => Problems.Bad($"There are {wrong.Mistakes.Count} mistakes.", [.. wrong.Mistakes.Select(Show)]),
        BookChange.Stale => Problems.Stale($"{name} was changed since you read it; read it again."),
        BookChange.Missing => Unknown(plural, name),
        BookChange.InUse used => Problems.Conflict($"{name} is still used by {string.Join(", ", used.By)}."),
        _ => throw new UnreachableException(),
    };

    private static Mistake Show(SettingMistake mistake) => new(mistake.Path, mistake.Message);

    private static IResult Unknown(string plural, string name) => Problems.Missing($"There is no {name} among the {plural}.");

    private static Editor EditorOf(HttpRequest request) =>
        new("api", version => ETags.IsStale(request, version is null ? null : ETags.Of(version)));
}
