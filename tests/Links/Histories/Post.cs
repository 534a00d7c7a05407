using Patchbay.Outbox;

namespace Patchbay.Tests.Links.Histories;

/// <summary>A queue as Service Bus is one: at least once, one message of a session at a time, ids remembered for ten minutes, and no order promised.</summary>
public sealed class Post(Random random, TimeProvider clock) : IQueue
{
    private readonly List<Letter> letters = [];
    private readonly Dictionary<string, DateTimeOffset> known = [];

    public int Waiting => letters.Count;

    public Task SendAsync(string queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        Queues.Check(queue, messages);
        foreach (var message in messages)
        {
            var now = clock.GetUtcNow();
            if (!known.TryGetValue($"{queue}/{message.Id}", out var sent) || now - sent > Queues.DuplicateWindow)
            {
                known[$"{queue}/{message.Id}"] = now;
                letters.Add(new Letter(queue, message));
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Hands out any message that is due and whose session is free; null when there is none.</summary>
    public Letter? Take()
    {
        var now = clock.GetUtcNow();
        var due = letters.Where(l => !l.IsOut && !(l.Message.NotBefore > now)
            && !letters.Any(o => o.IsOut && o.Queue == l.Queue && o.Message.SessionId is { } s && s == l.Message.SessionId)).ToList();
        if (due.Count == 0)
        {
            return null;
        }

        var letter = due[random.Next(due.Count)];
        letter.IsOut = true;
        return letter;
    }

    /// <summary>Ends a delivery: what failed, and now and then what did not, is delivered again.</summary>
    public void End(Letter letter, bool isDone)
    {
        letter.IsOut = false;
        if (isDone && random.Next(20) > 0)
        {
            letters.Remove(letter);
        }
    }

    public sealed class Letter(string queue, QueueMessage message)
    {
        public string Queue => queue;

        public QueueMessage Message => message;

        public bool IsOut { get; set; }
    }
}
