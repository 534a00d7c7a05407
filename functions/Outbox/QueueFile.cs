namespace Patchbay.Outbox;

/// <summary>The messages of every queue in one SQLite file: what <see cref="LocalQueue"/> decides, in SQL. One caller at a time.</summary>
internal sealed class QueueFile : IDisposable
{
    // place is the order of enqueueing; a scheduled message gets its place when its time has come, as in Service Bus, so it never
    // holds up its session before. A message is in exactly one state: placed, scheduled (not_before) or dead (dead_at).
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS messages(
          seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL, session TEXT, body BLOB NOT NULL,
          place INTEGER, not_before INTEGER, dead_at INTEGER,
          held_until INTEGER NOT NULL DEFAULT 0, deliveries INTEGER NOT NULL DEFAULT 0, reason TEXT);
        CREATE INDEX IF NOT EXISTS placed ON messages(queue, place) WHERE place IS NOT NULL;
        CREATE INDEX IF NOT EXISTS sessions ON messages(queue, session, place) WHERE place IS NOT NULL AND session IS NOT NULL;
        CREATE INDEX IF NOT EXISTS held ON messages(queue, held_until) WHERE held_until > 0;
        CREATE INDEX IF NOT EXISTS scheduled ON messages(queue, not_before) WHERE not_before IS NOT NULL;
        CREATE INDEX IF NOT EXISTS dead ON messages(queue, dead_at) WHERE dead_at IS NOT NULL;
        CREATE TABLE IF NOT EXISTS seen(queue TEXT NOT NULL, id TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY(queue, id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS seen_until ON seen(until);
        """;

    // First of its session: whatever holds an earlier message of the session (a worker or a back-off) holds this one too.
    private const string First = """
        SELECT seq, deliveries, id, session, body, reason FROM messages m
        WHERE queue = $queue AND place IS NOT NULL AND held_until <= $now
          AND (session IS NULL OR NOT EXISTS (SELECT 1 FROM messages e WHERE e.queue = m.queue AND e.session = m.session
                                              AND e.session IS NOT NULL AND e.place IS NOT NULL AND e.place < m.place))
        ORDER BY place LIMIT 1
        """;

    private readonly QueueConnection connection;
    private long lastPlace;

    public QueueFile(string path)
    {
        connection = new QueueConnection(path, Schema);

        // Whoever held a lock died with the process that owned the file.
        connection.Run("UPDATE messages SET held_until = 0 WHERE held_until > 0");
        lastPlace = connection.Number("SELECT COALESCE(MAX(place), 0) FROM messages");
    }

    public void Dispose() => connection.Dispose();

    public void Send(string queue, IReadOnlyList<QueueMessage> messages, DateTimeOffset now)
    {
        using var transaction = connection.Begin(isSent: true);
        connection.Run("DELETE FROM seen WHERE until <= $now", ("$now", now.UtcTicks));
        foreach (var message in messages)
        {
            var isNew = connection.Run(
                "INSERT OR IGNORE INTO seen(queue, id, until) VALUES($queue, $id, $until)",
                ("$queue", queue), ("$id", message.Id), ("$until", (now + Queues.DuplicateWindow).UtcTicks)) == 1;
            if (isNew)
            {
                var scheduled = message.NotBefore > now ? message.NotBefore?.UtcTicks : null;
                connection.Run(
                    "INSERT INTO messages(queue, id, session, body, place, not_before) VALUES($queue, $id, $session, $body, $place, $at)",
                    ("$queue", queue), ("$id", message.Id), ("$session", message.SessionId), ("$body", message.Body.ToArray()),
                    ("$place", scheduled is null ? ++lastPlace : null), ("$at", scheduled));
            }
        }

        transaction.Commit();
    }

    /// <returns>The first deliverable message, now held; null when there is none.</returns>
    public Delivery? Take(string queue, DateTimeOffset now, DateTimeOffset heldUntil)
    {
        using var transaction = connection.Begin(isSent: false);
        Place(queue, now);
        while (Look(queue, now) is var (found, reason))
        {
            if (found.Count <= Queues.Deliveries)
            {
                connection.Run(
                    "UPDATE messages SET held_until = $until, deliveries = $count WHERE seq = $seq",
                    ("$until", heldUntil.UtcTicks), ("$count", found.Count), ("$seq", found.Sequence));
                transaction.Commit();
                return found;
            }

            // Its last lock ran out, or the process died with it: such deliveries count as well.
            Bury(found.Sequence, reason ?? "No delivery came to an end: the process died or the time ran out.", now);
        }

        transaction.Commit();
        return null;
    }

    /// <returns>When a scheduled, backed-off or locked message next becomes deliverable; null for none.</returns>
    public DateTimeOffset? NextDue(string queue, DateTimeOffset now)
    {
        var ticks = connection.Number(
            """
            SELECT COALESCE(MIN(due), 0) FROM (
              SELECT MIN(not_before) due FROM messages WHERE queue = $queue AND not_before IS NOT NULL
              UNION ALL SELECT MIN(held_until) FROM messages WHERE queue = $queue AND held_until > 0 AND held_until > $now)
            """,
            ("$queue", queue), ("$now", now.UtcTicks));
        return ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <returns>False when the delivery's lock had run out and somebody else has the message.</returns>
    public bool Complete(Delivery delivery)
    {
        using var transaction = connection.Begin(isSent: false);
        var isOurs = connection.Run(
            "DELETE FROM messages WHERE seq = $seq AND deliveries = $count AND dead_at IS NULL",
            ("$seq", delivery.Sequence), ("$count", delivery.Count)) == 1;
        transaction.Commit();
        return isOurs;
    }

    /// <returns>As <see cref="Complete"/>.</returns>
    public bool Abandon(Delivery delivery, string reason, DateTimeOffset now, DateTimeOffset heldUntil)
    {
        using var transaction = connection.Begin(isSent: false);
        var isOurs = connection.Run(
            "UPDATE messages SET held_until = $until, reason = $reason WHERE seq = $seq AND deliveries = $count AND dead_at IS NULL",
            ("$until", heldUntil.UtcTicks), ("$reason", reason), ("$seq", delivery.Sequence), ("$count", delivery.Count)) == 1;
        if (isOurs && delivery.Count >= Queues.Deliveries)
        {
            Bury(delivery.Sequence, reason, now);
        }

        transaction.Commit();
        return isOurs;
    }

    /// <summary>Messages that are waiting, scheduled or being handled; dead ones are not counted.</summary>
    public int Count(string queue) =>
        (int)connection.Number("SELECT COUNT(*) FROM messages WHERE queue = $queue AND dead_at IS NULL", ("$queue", queue));

    public List<DeadLetter> DeadLetters(string queue)
    {
        using var command = connection.Command(
            "SELECT seq, id, session, body, dead_at, reason FROM messages WHERE queue = $queue AND dead_at IS NOT NULL ORDER BY dead_at, seq",
            ("$queue", queue));
        using var rows = command.ExecuteReader();
        var letters = new List<DeadLetter>();
        while (rows.Read())
        {
            letters.Add(new DeadLetter(
                queue, rows.GetInt64(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2), (byte[])rows[3],
                new DateTimeOffset(rows.GetInt64(4), TimeSpan.Zero), rows.GetString(5)));
        }

        return letters;
    }

    /// <returns>False when the dead letter is gone already.</returns>
    public bool Replay(long sequence)
    {
        using var transaction = connection.Begin(isSent: true);

        // A new sequence, so that a worker that still holds an old delivery cannot settle the new one.
        var isDone = connection.Run(
            """
            INSERT INTO messages(queue, id, session, body, place)
            SELECT queue, id, session, body, $place FROM messages WHERE seq = $seq AND dead_at IS NOT NULL
            """,
            ("$place", ++lastPlace), ("$seq", sequence)) == 1;
        connection.Run("DELETE FROM messages WHERE seq = $seq AND dead_at IS NOT NULL", ("$seq", sequence));
        transaction.Commit();
        return isDone;
    }

    private (Delivery Found, string? Reason)? Look(string queue, DateTimeOffset now)
    {
        using var command = connection.Command(First, ("$queue", queue), ("$now", now.UtcTicks));
        using var rows = command.ExecuteReader();
        return rows.Read()
            ? (new Delivery(
                    queue, rows.GetInt64(0), rows.GetInt32(1) + 1, rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3), (byte[])rows[4]),
                rows.IsDBNull(5) ? null : rows.GetString(5))
            : null;
    }

    private void Place(string queue, DateTimeOffset now)
    {
        while (true)
        {
            var due = connection.Number(
                "SELECT COALESCE((SELECT seq FROM messages WHERE queue = $queue AND not_before <= $now ORDER BY not_before, seq LIMIT 1), 0)",
                ("$queue", queue), ("$now", now.UtcTicks));
            if (due == 0)
            {
                return;
            }

            connection.Run("UPDATE messages SET not_before = NULL, place = $place WHERE seq = $seq", ("$place", ++lastPlace), ("$seq", due));
        }
    }

    private void Bury(long sequence, string reason, DateTimeOffset now) => connection.Run(
        "UPDATE messages SET place = NULL, held_until = 0, dead_at = $now, reason = $reason WHERE seq = $seq",
        ("$now", now.UtcTicks), ("$reason", reason), ("$seq", sequence));
}
