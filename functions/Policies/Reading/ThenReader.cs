using Patchbay.Findings;

namespace Patchbay.Policies.Reading;

/// <summary>Reads what a policy of each kind does.</summary>
internal static class ThenReader
{
    /// <summary>Most e-mail addresses or thresholds.</summary>
    public const int Entries = 100;

    /// <summary>Most days of a threshold: ten years.</summary>
    public const int MostDays = 3650;

    /// <summary>Most points for one severity.</summary>
    public const int MostPoints = 1_000_000;

    /// <summary>Reads the <c>then</c> of a policy; null when a mistake was noted.</summary>
    /// <param name="node">Null when the policy has none.</param>
    /// <param name="policy">Where a missing <c>then</c> is noted.</param>
    public static PolicyThen? Read(PolicyKind kind, Node? node, Node policy)
    {
        switch (kind)
        {
            case PolicyKind.Classify:
                node?.Members([]);
                return new PolicyThen.Classify();
            case PolicyKind.IgnorePaths:
                node?.Members([]);
                return new PolicyThen.IgnorePaths();
            case PolicyKind.Ticket:
                return node is null ? new PolicyThen.Ticket() : ReadTicket(node.Value);
        }

        if (node is not { } then)
        {
            policy.Note($"\"then\" is missing; a policy of kind {Words<PolicyKind>.Of(kind)} needs it");
            return null;
        }

        return kind switch
        {
            PolicyKind.Alert => ReadAlert(then),
            PolicyKind.FollowUp => ReadFollowUp(then),
            _ => ReadScore(then),
        };
    }

    private static PolicyThen.Ticket? ReadTicket(Node node)
    {
        var then = new PolicyThen.Ticket();
        foreach (var (name, member) in node.Members(["mapping", "groupBy", "dueDays", "blocker", "emails"]) ?? [])
        {
            then = name switch
            {
                "mapping" => then with { Mapping = member.Text(TextRule.Mapping) ?? then.Mapping },
                "groupBy" => then with { GroupBy = member.Word<TicketGrouping>("grouping") ?? then.GroupBy },
                "dueDays" => then with { DueDays = (int?)member.Number(1, MostDays, isWhole: true) },
                "blocker" => then with { IsBlocker = member.Flag() ?? false },
                _ => then with { Emails = ReadTexts(member, TextRule.Email) },
            };
        }

        return then;
    }

    private static PolicyThen.Alert? ReadAlert(Node node)
    {
        var then = new PolicyThen.Alert([]);
        foreach (var (name, member) in node.Members(["emails", "blocker", "mapping"], "emails") ?? [])
        {
            then = name switch
            {
                "mapping" => then with { Mapping = member.Text(TextRule.Mapping) },
                "blocker" => then with { IsBlocker = member.Flag() ?? false },
                _ => then with { Emails = ReadTexts(member, TextRule.Email) },
            };
        }

        return then;
    }

    private static PolicyThen.FollowUp? ReadFollowUp(Node node)
    {
        var then = new PolicyThen.FollowUp([]);
        foreach (var (name, member) in node.Members(["thresholds", "hour", "timeZone"], "thresholds") ?? [])
        {
            then = name switch
            {
                "hour" => then with { Hour = (int)(member.Number(0, 23, isWhole: true) ?? then.Hour) },
                "timeZone" => then with { TimeZone = ReadTimeZone(member) ?? then.TimeZone },
                _ => then with { Thresholds = [.. member.Items(Entries).Select(ReadThreshold)] },
            };
        }

        return then;
    }

    private static FollowUpThreshold ReadThreshold(Node node)
    {
        var threshold = new FollowUpThreshold(0, []);
        foreach (var (name, member) in node.Members(["days", "to"], "days", "to") ?? [])
        {
            threshold = name == "days"
                ? threshold with { Days = (int)(member.Number(1, MostDays, isWhole: true) ?? 0) }
                : threshold with { To = ReadTexts(member, TextRule.Recipient) };
        }

        return threshold;
    }

    private static PolicyThen.Score? ReadScore(Node node)
    {
        var then = new PolicyThen.Score(new Dictionary<Severity, int>());
        foreach (var (name, member) in node.Members(["points", "programme"], "points") ?? [])
        {
            then = name == "points"
                ? then with { Points = ReadPoints(member) }
                : then with { Programme = member.Text(TextRule.Programme) };
        }

        return then;
    }

    private static Dictionary<Severity, int> ReadPoints(Node node)
    {
        var points = new Dictionary<Severity, int>();
        foreach (var (name, member) in node.Members(Words<Severity>.All) ?? [])
        {
            points[Words<Severity>.Find(name)!.Value] = (int)(member.Number(0, MostPoints, isWhole: true) ?? 0);
        }

        if (node.IsEmptyObject)
        {
            node.Note("needs points for at least one severity");
        }

        return points;
    }

    private static List<string> ReadTexts(Node node, TextRule rule) =>
        [.. node.Items(Entries, orOne: true).Select(i => i.Text(rule)).OfType<string>().Distinct()];

    private static string? ReadTimeZone(Node node)
    {
        if (node.Text(TextRule.TimeZone) is not { } name || TimeZoneInfo.TryFindSystemTimeZoneById(name, out _))
        {
            return node.Plain;
        }

        node.Note($"unknown time zone \"{name}\"; it must be {TextRule.TimeZone.Meaning}");
        return null;
    }
}
