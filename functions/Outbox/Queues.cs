namespace Patchbay.Outbox;

/// <summary>The queues, by the names that infra, function.json and the stand-alone host share.</summary>
public static class Queues
{
    /// <summary>Findings to be judged by the policies. No sessions.</summary>
    public const string Evaluations = "evaluations";

    /// <summary>Wake-ups of lanes. The session is the lane, so each lane is drained by one worker at a time.</summary>
    public const string Lanes = "lanes";

    /// <summary>Tickets to be looked at. The session is the link, so no two workers merge the same ticket.</summary>
    public const string Syncs = "syncs";

    /// <summary>A message that failed this often becomes a dead letter. Source: infra, <c>maxDeliveryCount</c>.</summary>
    public const int Deliveries = 10;

    /// <summary>For so long an id is remembered. Source: infra, <c>duplicateDetectionHistoryTimeWindow</c>.</summary>
    public static readonly TimeSpan DuplicateWindow = TimeSpan.FromMinutes(10);

    /// <summary>Whether the queue's messages need a session.</summary>
    /// <exception cref="ArgumentException">There is no such queue.</exception>
    public static bool HasSessions(string queue) => queue switch
    {
        Evaluations => false,
        Lanes or Syncs => true,
        _ => throw new ArgumentException($"There is no queue {queue}.", nameof(queue)),
    };

    /// <summary>Throws unless the queue would take the messages.</summary>
    /// <exception cref="ArgumentException">No such queue, or a session is missing or unwanted.</exception>
    public static void Check(string queue, IReadOnlyList<QueueMessage> messages)
    {
        var hasSessions = HasSessions(queue);
        foreach (var message in messages)
        {
            // Service Bus refuses the first and takes the second without its order; both are a mistake in the caller.
            if (message.SessionId is null == hasSessions)
            {
                throw new ArgumentException(
                    $"The queue {queue} has {(hasSessions ? "" : "no ")}sessions; message {message.Id} does not fit.", nameof(messages));
            }
        }
    }
}
