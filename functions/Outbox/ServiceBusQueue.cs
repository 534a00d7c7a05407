using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Patchbay.Outbox;

/// <summary>Azure Service Bus over its REST interface: messages with an id, a session and a time. Safe to call from many threads.</summary>
/// <remarks>
/// A send whose answer was lost is repeated; the queue drops the copy by its id. Several messages go as batches, whose bodies are JSON
/// strings that the service stores as UTF-8; a lone message is the request's body, byte for byte.
/// </remarks>
public sealed class ServiceBusQueue : IQueue
{
    private const string Scope = "https://servicebus.azure.net/.default";
    private const int DetailCharacters = 300;

    private readonly HttpPipeline pipeline;
    private readonly Uri address;

    /// <summary>Sends with the rights of this identity; it needs the role Azure Service Bus Data Sender.</summary>
    public ServiceBusQueue(ServiceBusSettings settings, TokenCredential credential)
    {
        address = settings.Address;
        var options = new Options();
        options.Retry.Delay = settings.RetryAfter;

        // The pipeline puts no token on plain http, rightly. Only for a test's own server, on this machine, is it told otherwise.
        var token = new BearerTokenAuthenticationPolicy(credential, Scope);
        pipeline = HttpPipelineBuilder.Build(
            options,
            perCallPolicies: [],
            perRetryPolicies: address.Scheme == Uri.UriSchemeHttp && address.IsLoopback
                ? [new Scheme(Uri.UriSchemeHttps), token, new Scheme(Uri.UriSchemeHttp)]
                : [token],
            responseClassifier: null);
    }

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">Service Bus did not take the messages; some batches may have arrived.</exception>
    public async Task SendAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        Queues.Check(queue, messages);
        foreach (var some in ServiceBusBatch.Cut(messages))
        {
            using var message = pipeline.CreateMessage();
            Fill(message.Request, queue, some);
            await pipeline.SendAsync(message, cancellationToken);
            if (message.Response.IsError)
            {
                throw Refusal(queue, message.Response);
            }
        }
    }

    private void Fill(Request request, string queue, IReadOnlyList<(QueueMessage Message, ReadOnlyMemory<byte> Element)> some)
    {
        request.Method = RequestMethod.Post;
        request.Uri.Reset(address);
        request.Uri.AppendPath($"/{queue}/messages", escape: false);
        if (some is [var (alone, _)])
        {
            request.Headers.Add("BrokerProperties", ServiceBusBatch.Properties(alone));
            request.Headers.Add(HttpHeader.Names.ContentType, "application/json");
            request.Content = RequestContent.Create(alone.Body);
        }
        else
        {
            request.Headers.Add(HttpHeader.Names.ContentType, ServiceBusBatch.MediaType);
            request.Content = RequestContent.Create(ServiceBusBatch.Body(some));
        }
    }

    private RequestFailedException Refusal(string queue, Response response)
    {
        var said = response.Content.ToString();
        var detail = said.Length > DetailCharacters ? said[..DetailCharacters] : said;
        var reason = response.Status switch
        {
            401 => $"Service Bus at {address.Host} does not accept our identity for the queue {queue} (401). It needs the role "
                + "Azure Service Bus Data Sender there; a new role takes some minutes to work.",
            404 or 410 => $"There is no queue {queue} at {address.Host} ({response.Status}).",
            _ => $"Service Bus at {address.Host} did not take messages for the queue {queue} ({response.Status}): {detail}",
        };
        return new RequestFailedException(response.Status, reason);
    }

    private sealed class Options : ClientOptions;

    private sealed class Scheme(string name) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => message.Request.Uri.Scheme = name;
    }
}
