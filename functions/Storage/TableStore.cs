using System.Buffers;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Patchbay.Storage.Tables;

namespace Patchbay.Storage;

/// <summary>The store in Azure: one table of Table Storage, over its REST interface.</summary>
/// <remarks>
/// A request whose answer was lost is repeated. When the repetition meets a conflict, the rows tell by the commit they carry whether
/// the first sending had arrived. A commit that only removes leaves no row to ask: rows found gone then count as removed by it.
/// </remarks>
public sealed class TableStore : IStore
{
    private const int DetailCharacters = 300;

    private readonly TableAddress address;
    private readonly TableHeaders headers;
    private readonly HttpPipeline pipeline;
    private readonly TimeProvider time;
    private readonly TimeSpan retryAfter;

    /// <summary>Connects nowhere yet; the table is made by the first commit that finds it missing.</summary>
    /// <param name="credential">Needs the role Storage Table Data Contributor; unused when the settings have a key.</param>
    /// <param name="transport">Another way to the service, such as one that trusts a test's certificate; null for the usual.</param>
    public TableStore(TableStoreSettings settings, TimeProvider time, TokenCredential? credential, HttpPipelineTransport? transport = null)
    {
        address = new TableAddress(settings.Endpoint ?? throw new ArgumentException("No endpoint.", nameof(settings)), settings.Table);
        this.time = time;
        retryAfter = settings.RetryAfter;
        headers = new TableHeaders(time);
        pipeline = TablePipeline.Build(settings, headers, credential, transport);
    }

    /// <summary>Requests so far, repetitions included: what the service bills. A batch counts once.</summary>
    public long Transactions => headers.Sent;

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The service gave no usable answer.</exception>
    public async Task<Row?> FindAsync(string partition, string key, CancellationToken cancellationToken) =>
        (await ReadAsync(partition, key, cancellationToken))?.Row;

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The service gave no usable answer.</exception>
    public async IAsyncEnumerable<Row> ListAsync(
        string partition, string keyPrefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!IsKey(partition) || !IsKey(keyPrefix))
        {
            yield break;
        }

        // What comes after may be any text; the service is asked for a little more when it would not take that text.
        var range = KeyRange.Of(keyPrefix, after is null ? null : StoreLimits.Permitted(after));
        (string Partition, string? Key)? next = null;
        do
        {
            using var message = Message(RequestMethod.Get, address.Query(partition, range, next));
            await pipeline.SendAsync(message, cancellationToken);
            var answer = TableAnswer.Of(message.Response);
            if (answer.IsMissingTable)
            {
                yield break;
            }

            foreach (var (row, _) in TableEntity.ReadAll(Content(message.Response, answer), partition))
            {
                if (string.CompareOrdinal(row.Key, after) > 0)
                {
                    yield return row;
                }
            }

            next = Next(message.Response);
        }
        while (next is not null);
    }

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The service gave no usable answer; whether the changes were written is not known.</exception>
    public async Task<bool> CommitAsync(string partition, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        StoreLimits.Check(partition, changes);
        cancellationToken.ThrowIfCancellationRequested();
        if (!changes.All(HasOurVersion))
        {
            return false;
        }

        var commit = Guid.NewGuid();
        for (var sendings = 1; ; sendings++)
        {
            using var message = Commit(partition, changes, commit);
            await pipeline.SendAsync(message, cancellationToken);
            var answer = TableAnswer.Of(message.Response);
            if (answer.IsDone)
            {
                return true;
            }

            if (answer.IsConflict)
            {
                return (sendings > 1 || message.ProcessingContext.RetryNumber > 0)
                    && await HasArrivedAsync(partition, changes, commit, cancellationToken);
            }

            // The pipeline repeats what is busy, but a batch is answered 202 whatever happened to it inside.
            var isBusyBatch = answer.IsBusy && message.Response.Status == 202;
            if (sendings > TablePipeline.Repetitions || !(isBusyBatch || answer.IsMissingTable))
            {
                throw Refusal(message.Response, answer);
            }

            await (isBusyBatch ? Task.Delay(retryAfter * (1 << sendings), time, cancellationToken) : MakeTableAsync(cancellationToken));
        }
    }

    // An ETag that the service cannot have given out: "*", which would match any row, or text that would break the headers.
    private static bool HasOurVersion(Change change) =>
        TableBatch.VersionOf(change) is not { } version
        || (version.StartsWith("W/\"", StringComparison.Ordinal) && version.EndsWith('"') && version.All(c => c is > ' ' and <= '~'));

    private static bool IsKey(string text) => StoreLimits.Permitted(text).Length == text.Length;

    private static (string Partition, string? Key)? Next(Response response)
    {
        response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var key);
        return response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition) ? (partition, key) : null;
    }

    private async Task<TableEntity?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        if (!IsKey(partition) || !IsKey(key))
        {
            return null;
        }

        using var message = Message(RequestMethod.Get, address.Entity(partition, key));
        await pipeline.SendAsync(message, cancellationToken);
        var answer = TableAnswer.Of(message.Response);
        return answer.IsMissingRow || answer.IsMissingTable ? null : TableEntity.Read(Content(message.Response, answer), partition);
    }

    private async Task<bool> HasArrivedAsync(
        string partition, IReadOnlyList<Change> changes, Guid commit, CancellationToken cancellationToken)
    {
        var written = changes.Where(c => c is not Change.Remove).ToList();
        foreach (var change in written)
        {
            if ((await ReadAsync(partition, change.Key, cancellationToken))?.Commit == commit)
            {
                return true;
            }
        }

        foreach (var change in changes)
        {
            if (written.Count > 0 || await ReadAsync(partition, change.Key, cancellationToken) is not null)
            {
                return false;
            }
        }

        return true;
    }

    private HttpMessage Commit(string partition, IReadOnlyList<Change> changes, Guid commit)
    {
        if (changes.Count > 1)
        {
            var batch = Message(RequestMethod.Post, address.Batch);
            batch.Request.Headers.SetValue(HttpHeader.Names.ContentType, TableBatch.MediaType(commit));
            batch.Request.Content = RequestContent.Create(TableBatch.Write(address, partition, changes, commit));
            return batch;
        }

        var alone = Message(new RequestMethod(TableBatch.Method(changes[0])), TableBatch.AddressOf(address, partition, changes[0]));
        foreach (var (name, value) in TableBatch.Headers(changes[0]))
        {
            alone.Request.Headers.SetValue(name, value);
        }

        if (changes[0] is not Change.Remove)
        {
            var body = new ArrayBufferWriter<byte>();
            TableBatch.WriteBody(body, partition, changes[0], commit);
            alone.Request.Content = RequestContent.Create(body.WrittenMemory);
        }

        return alone;
    }

    private async Task MakeTableAsync(CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Post, address.Tables);
        message.Request.Headers.SetValue(HttpHeader.Names.ContentType, "application/json");
        message.Request.Content = RequestContent.Create($$"""{"TableName":"{{address.Table}}"}""");
        await pipeline.SendAsync(message, cancellationToken);
        var answer = TableAnswer.Of(message.Response);
        if (!answer.IsDone && answer.Code != "TableAlreadyExists")
        {
            throw Refusal(message.Response, answer);
        }
    }

    private HttpMessage Message(RequestMethod method, Uri uri)
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.SetValue(HttpHeader.Names.Accept, "application/json;odata=minimalmetadata");
        return message;
    }

    private ReadOnlySpan<byte> Content(Response response, TableAnswer answer) =>
        answer.IsDone ? response.Content.ToMemory().Span : throw Refusal(response, answer);

    private RequestFailedException Refusal(Response response, TableAnswer answer)
    {
        var said = response.Content.ToString();
        var where = $"the table {address.Table} at {address.Batch.Host}";
        var reason = answer.Status is 401 or 403
            ? $"Table Storage does not accept our identity for {where} ({answer.Status} {answer.Code}). It needs the role Storage Table Data "
                + "Contributor there; a new role takes some minutes to work."
            : $"Table Storage refused a request for {where} ({answer.Status} {answer.Code}): {said[..Math.Min(said.Length, DetailCharacters)]}";
        return new RequestFailedException(answer.Status, reason, answer.Code, null);
    }
}
