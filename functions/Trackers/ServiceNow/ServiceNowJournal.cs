using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Patchbay.Trackers.ServiceNow;

/// <summary>Reads a record's journal, which the Table API shows as one text: each entry below a line with its time, author and kind.</summary>
internal sealed partial class ServiceNowJournal(ServiceNowApi api)
{
    /// <summary>The entries made at or after a moment.</summary>
    public async Task<CommentReading> ReadAsync(ServiceNowRecord record, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var field = api.Settings.CommentField;
        var answer = await api.SendAsync(
            TrackerCall.Get($"{api.Settings.Table}/{record.Id}?sysparm_fields={field}&sysparm_display_value=true"), cancellationToken);
        if (answer is not TrackerAnswer.Done done)
        {
            return CommentReading.Of(answer.ToPush());
        }

        if (done.Body.Member("result").ValueKind != System.Text.Json.JsonValueKind.Object)
        {
            return new CommentReading.Refused("ServiceNow's answer is no record; is the URL that of the instance?");
        }

        var journal = (done.Body.Member("result").Text(field) ?? "").ReplaceLineEndings("\n");
        var entries = Entries(journal).ToList();
        return entries.Count == 0 && journal.Trim().Length > 0
            ? new CommentReading.Refused($"The times in {field} are not written as 2026-03-31 17:45:00; give our account this date format in its preferences.")
            : CommentReading.Seen.Of(entries.AsEnumerable().Reverse(), since);
    }

    // As in the text, the newest first. Entries have no ids; who says the same twice in one second says it once.
    private static IEnumerable<SaidComment> Entries(string journal)
    {
        var heads = Head().Matches(journal).ToList();
        foreach (var (head, next) in heads.Zip(heads.Skip(1).Select(h => h.Index).Append(journal.Length)))
        {
            if (DateTimeOffset.TryParseExact(
                head.Groups[1].Value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            {
                var entry = journal[head.Index..next];
                var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entry.Trim())))[..16];
                yield return SaidComment.Of(id, head.Groups[2].Value, entry[head.Length..], at);
            }
        }
    }

    [GeneratedRegex(@"^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) - ([^\n]{1,200}) \([^()\n]{1,100}\)\n", RegexOptions.Multiline)]
    private static partial Regex Head();
}
