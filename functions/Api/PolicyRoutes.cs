using System.Diagnostics;
using System.Text;
using Microsoft.Net.Http.Headers;
using Patchbay.Assets;
using Patchbay.Findings;
using Patchbay.Integrations;
using Patchbay.Links;
using Patchbay.Policies;
using Patchbay.Policies.Matching;
using Patchbay.Policies.Reading;

namespace Patchbay.Api;

/// <summary>The policies, and why they decided as they did. HTTP: below <c>/api/policies</c>, and a finding's <c>why</c>.</summary>
public static class PolicyRoutes
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";
    private const string SchemaType = "application/schema+json";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/policies").WithTags("policies");
        routes.MapGet("/", GetAsync)
            .WithSummary("Shows the policies in force, as JSON or, with Accept or format=yaml, as YAML.")
            .Produces<object>(StatusCodes.Status200OK, Json, Yaml)
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapPut("/", PutAsync)
            .WithSummary("Puts other policies in force, from JSON or YAML, and has every finding judged by them.")
            .Produces<PolicyPutReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        routes.MapGet("/schema", () => TypedResults.Text(PolicySchema.Json, SchemaType, Encoding.UTF8))
            .WithSummary("The JSON Schema of a policy document, for editors and pipelines.")
            .Produces<object>(StatusCodes.Status200OK, SchemaType);
        routes.MapGet("/versions", ListVersionsAsync)
            .WithSummary("Lists the versions of the policies, newest first.")
            .Produces<Page<PolicyVersionView>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/versions/{version:int}", GetVersionAsync)
            .WithSummary("Shows one version of the policies, as JSON or YAML.")
            .Produces<object>(StatusCodes.Status200OK, Json, Yaml)
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("/api/assets/{asset}/findings/{key}/why", WhyAsync)
            .WithTags("findings")
            .WithSummary("Tells for every policy whether it applies to a finding and, if not, the first condition that fails.")
            .Produces<WhyReply>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, PolicyBook book, CancellationToken cancellationToken, string? format = null)
    {
        var current = await book.ReadAsync(cancellationToken);
        ETags.Set(context, TagOf(current.Version));
        context.Response.Headers.Vary = HeaderNames.Accept;
        return ETags.IsKnown(context.Request, TagOf(current.Version))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : Show(context.Request, current, format);
    }

    private static async Task<IResult> GetVersionAsync(
        int version, HttpRequest request, PolicyBook book, CancellationToken cancellationToken, string? format = null) =>
        await book.FindAsync(version, cancellationToken) is { } found
            ? Show(request, found, format)
            : Problems.Missing($"There is no version {version} of the policies.");

    private static async Task<IResult> ListVersionsAsync(
        PolicyBook book, CancellationToken cancellationToken, int limit = 100, int? before = null)
    {
        if (limit is < 1 or > 1000)
        {
            return Problems.Bad($"limit must be from 1 to 1000, not {limit}.");
        }

        var versions = new List<PolicyVersionView>();
        await foreach (var version in book.ListAsync(before, cancellationToken))
        {
            if (versions.Count == limit)
            {
                return TypedResults.Ok(new Page<PolicyVersionView>(
                    versions, $"/api/policies/versions?limit={limit}&before={versions[^1].Version}"));
            }

            var policies = version.Document.GetProperty("policies").GetArrayLength();
            versions.Add(new PolicyVersionView(version.Version, version.ChangedAt, policies));
        }

        return TypedResults.Ok(new Page<PolicyVersionView>(versions, null));
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, PolicyBook book, IntegrationBook integrations, CancellationToken cancellationToken)
    {
        if (PolicyBody.FormatOf(context.Request) is not { } format)
        {
            return TypedResults.Problem(
                "Policies are sent as application/json, application/yaml or text/plain.",
                statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        if (await PolicyBody.ReadAsync(context.Request.Body, cancellationToken) is not { } text)
        {
            return TypedResults.Problem(
                $"A policy document has at most {PolicyReader.Bytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        switch (PolicyReader.Read(text, format))
        {
            case PolicyReading.Refused refused:
                var mistakes = refused.Mistakes.Select(m => new Mistake(m.Path, m.Message)).ToList();
                return Problems.Bad(
                    mistakes is [var only] ? $"{only.Path}: {only.Message}" : $"The policies have {mistakes.Count} mistakes.", mistakes);
            case PolicyReading.Accepted accepted:
                var known = await integrations.ReadAsync(cancellationToken);
                return await ReplaceAsync(context, book, accepted, UnknownMappings(accepted.Policies, known), cancellationToken);
            default:
                throw new UnreachableException();
        }
    }

    private static async Task<IResult> ReplaceAsync(
        HttpContext context, PolicyBook book, PolicyReading.Accepted proposed, IEnumerable<string> warnings,
        CancellationToken cancellationToken)
    {
        switch (await book.ReplaceAsync(proposed, version => ETags.IsStale(context.Request, TagOf(version)), cancellationToken))
        {
            case PolicyReplacement.Done done:
                return Reply(done.Now, isChanged: true);
            case PolicyReplacement.Unchanged unchanged:
                return Reply(unchanged.Now, isChanged: false);
            case PolicyReplacement.Stale stale:
                return Problems.Stale($"The policies are at version {stale.Version} by now; read them again and change those.");
            default:
                throw new UnreachableException();
        }

        IResult Reply(PolicyVersion now, bool isChanged)
        {
            ETags.Set(context, TagOf(now.Version));
            return TypedResults.Ok(new PolicyPutReply(now.Version, now.ChangedAt, isChanged, [.. proposed.Warnings, .. warnings]));
        }
    }

    // Only a warning: a pipeline may well bring the policies before somebody adds the mapping.
    private static IEnumerable<string> UnknownMappings(IReadOnlyList<Policy> policies, IntegrationSet known) =>
        from policy in policies
        let ticket = policy.Then as PolicyThen.Ticket
        where ticket is not null && ticket.Mapping != PolicyThen.Ticket.AssignedMappings && !known.Mappings.ContainsKey(ticket.Mapping)
        select $"policy \"{policy.Name}\": there is no mapping \"{ticket.Mapping}\"; it makes no tickets until there is";

    private static async Task<IResult> WhyAsync(
        string asset, string key, AssetBook assets, FindingBook findings, PolicyBook book, LinkMap links, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await assets.FindAsync(asset, cancellationToken) is not { } known)
        {
            return Problems.Missing($"There is no asset '{asset}'.");
        }

        if (await findings.FindAsync(asset, key, cancellationToken) is not { Record: var record })
        {
            return Problems.Missing($"Asset '{asset}' has no finding '{key}'.");
        }

        var engine = await book.EngineAsync(record.Verdict?.PolicyVersion ?? 0, cancellationToken);
        var judgement = engine.Explain(new PolicySubject(asset, known.Tags, record), time.GetUtcNow());
        var shared = await links.ListOfAsync(asset, key, cancellationToken)
            .Where(l => l.Link is { State: LinkState.Grouped, Membership: not null })
            .Select(l => new SharedTicket(l.Link.Mapping, l.Link.Membership!.Group.By, l.Link.Membership.Group.Value, l.Link.Membership.GroupKey))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new WhyReply(asset, key, record.State, judgement.Verdict, record.Verdict, judgement.Outcomes, shared));
    }

    private static string TagOf(int version) => ETags.Of($"{version}");

    private static IResult Show(HttpRequest request, PolicyVersion version, string? format) => format switch
    {
        "yaml" => AsYaml(version),
        "json" => AsJson(version),
        null => WantsYaml(request) ? AsYaml(version) : AsJson(version),
        _ => Problems.Bad($"format must be json or yaml, not '{format}'."),
    };

    private static IResult AsJson(PolicyVersion version) => TypedResults.Bytes(PolicyText.ToJson(version), Json);

    private static IResult AsYaml(PolicyVersion version) => TypedResults.Text(PolicyText.ToYaml(version), Yaml, Encoding.UTF8);

    private static bool WantsYaml(HttpRequest request) =>
        request.GetTypedHeaders().Accept
            .OrderByDescending(a => a.Quality ?? 1)
            .Select(a => PolicyBody.FormatOf(a.MediaType.Value))
            .FirstOrDefault(f => f is not null) == PolicyTextFormat.Yaml;
}

/// <summary>What came of a change of the policies.</summary>
/// <param name="Version">The version in force; also in the ETag.</param>
/// <param name="ChangedAt">When it became so; null for the version every installation begins with.</param>
/// <param name="Changed">False when the policies in force said the same already.</param>
/// <param name="Warnings">What the document says but Patchbay does not do, or not as its author may think.</param>
public sealed record PolicyPutReply(int Version, DateTimeOffset? ChangedAt, bool Changed, IReadOnlyList<string> Warnings);

/// <summary>One version of the policies in a list.</summary>
/// <param name="ChangedAt">When it became the one in force; null for the version every installation begins with.</param>
/// <param name="Policies">How many policies it has.</param>
public sealed record PolicyVersionView(int Version, DateTimeOffset? ChangedAt, int Policies);

/// <summary>Why a finding is or is not a vulnerability with tickets.</summary>
/// <param name="Asset">Slug of the asset.</param>
/// <param name="Key">Key of the finding.</param>
/// <param name="State">Where the finding stands.</param>
/// <param name="Verdict">What the policies in force say now.</param>
/// <param name="Stored">What was decided when they were last asked; null while they were not.</param>
/// <param name="Outcomes">For every policy, in the document's order, whether it applies and what fails first.</param>
/// <param name="Shared">The tickets that it shares with other findings.</param>
public sealed record WhyReply(
    string Asset, string Key, FindingState State, Verdict Verdict, Verdict? Stored, IReadOnlyList<PolicyOutcome> Outcomes,
    IReadOnlyList<SharedTicket> Shared);

/// <summary>A ticket that a finding shares with others, in one mapping.</summary>
/// <param name="GroupBy">What they have in common.</param>
/// <param name="Value">Id of the rule, component without its version, or path of the file.</param>
/// <param name="GroupKey">Key under which the link of the ticket is found.</param>
public sealed record SharedTicket(string Mapping, TicketGrouping GroupBy, string Value, string GroupKey);
