using Azure.Core;
using Azure.Core.Pipeline;

namespace Patchbay.Storage.Tables;

/// <summary>The pipeline to Table Storage: proof, date and version on every sending; repetition of what may pass.</summary>
internal static class TablePipeline
{
    public const int Repetitions = 5;

    private const string Scope = "https://storage.azure.com/.default";

    public static HttpPipeline Build(
        TableStoreSettings settings, HttpPipelinePolicy headers, TokenCredential? credential, HttpPipelineTransport? transport)
    {
        var options = new Options();
        options.Retry.Delay = settings.RetryAfter;
        options.Retry.MaxRetries = Repetitions;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        options.Transport = transport ?? options.Transport;
        HttpPipelinePolicy proof = settings.AccountKey is { } key
            ? new SharedKeyLite(settings.Endpoint!, key)
            : new BearerTokenAuthenticationPolicy(
                credential ?? throw new ArgumentException("Tables without an account key need an identity.", nameof(credential)), Scope);
        return HttpPipelineBuilder.Build(options, [], [headers, proof], responseClassifier: null);
    }

    private sealed class Options : ClientOptions;
}
