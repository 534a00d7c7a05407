using System.Net;
using System.Net.Mime;
using System.Text;
using System.Text.Json;

namespace Patchbay.Flows.Durable;

/// <summary>Has the Durable extension run orchestrations, over its HTTP interface. Safe to call from many threads.</summary>
/// <remarks>
/// Not over the output binding: that fails the whole invocation when an instance runs already, which is no failure here.
/// </remarks>
public sealed class DurableFlows(IHttpClientFactory clients, DurableAddress address) : IFlows
{
    // Suspended counts: a person stopped it and may let it go on.
    private static readonly string[] RunningStates = ["Running", "Pending", "Suspended", "ContinuedAsNew"];

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The extension did not take the order.</exception>
    public async Task StartAsync(FlowStart start, CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient(nameof(DurableFlows));
        if (await IsRunningAsync(http, start.Id, cancellationToken))
        {
            return;
        }

        using var input = new StringContent(start.Input, Encoding.UTF8, MediaTypeNames.Application.Json);
        using var reply = await http.PostAsync(address.Of($"orchestrators/{start.Flow}/{start.Id}"), input, cancellationToken);
        if (reply.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            throw new ArgumentException($"The Durable extension knows no flow {start.Flow} ({(int)reply.StatusCode}).", nameof(start));
        }

        // An instance that somebody else started meanwhile is refused with a 500 that says nothing.
        if (!reply.IsSuccessStatusCode && !await IsRunningAsync(http, start.Id, cancellationToken))
        {
            throw new HttpRequestException(
                $"The Durable extension did not start {start.Flow} {start.Id} ({(int)reply.StatusCode}).", null, reply.StatusCode);
        }
    }

    private async Task<bool> IsRunningAsync(HttpClient http, string id, CancellationToken cancellationToken)
    {
        using var reply = await http.GetAsync(address.Of($"instances/{id}"), cancellationToken);
        if (reply.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        if (!reply.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"The Durable extension does not say how {id} is ({(int)reply.StatusCode}).", null, reply.StatusCode);
        }

        var status = await reply.Content.ReadFromJsonAsync<Status>(JsonSerializerOptions.Web, cancellationToken);
        return RunningStates.Contains(status?.RuntimeStatus, StringComparer.OrdinalIgnoreCase);
    }

    private sealed record Status(string? RuntimeStatus);
}
