using Microsoft.OpenApi;
using OpenApiDocumentModel = Microsoft.OpenApi.OpenApiDocument;

namespace Patchbay.Api;

/// <summary>The API's description of itself. HTTP: GET /api/openapi.json.</summary>
public static class OpenApiDocument
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/api/openapi.json";

    /// <summary>Prepares the description.</summary>
    public static IServiceCollection AddDescription(this IServiceCollection services) =>
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Patchbay",
                Version = typeof(OpenApiDocument).Assembly.GetName().Version?.ToString(3),
                Description = "Takes scanner reports, decides by policy, files exactly one ticket per vulnerability. "
                    + "Errors are problem documents (RFC 9457); lists answer items and, when there is more, next.",
            };
            document.Servers = [];
            Secure(document);
            return Task.CompletedTask;
        }));

    private static void Secure(OpenApiDocumentModel document)
    {
        var schemes = (document.Components ??= new OpenApiComponents()).SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        schemes["key"] = Scheme(ParameterLocation.Header, Access.Header);
        schemes["code"] = Scheme(ParameterLocation.Query, "code");
        document.Security = [.. schemes.Keys.Select(name => Requirement(name, document))];
    }

    private static OpenApiSecurityScheme Scheme(ParameterLocation place, string name) =>
        new() { Type = SecuritySchemeType.ApiKey, In = place, Name = name };

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocumentModel document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
