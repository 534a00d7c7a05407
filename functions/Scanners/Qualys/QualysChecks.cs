using Patchbay.Scanners.Spool;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Qualys;

/// <summary>The QIDs of a report. The few in use are held; a glossary is set aside, so that its size does not matter.</summary>
internal sealed class QualysChecks : IDisposable
{
    // 32 MiB.
    private const int MostHeldCharacters = 16 << 20;
    private readonly Dictionary<string, QualysCheck> held = new(StringComparer.Ordinal);
    private readonly TextShelf glossary = new();
    private int heldCharacters;

    /// <summary>How many entries of the glossary found no room.</summary>
    public int Refused => glossary.Refused;

    /// <summary>Sets an entry of the glossary aside.</summary>
    public void Shelve(QualysCheck check) => glossary.Put(TextKey.Of(check.Rule.Id), check.ToText());

    /// <summary>The check that is held; null when it must be told again.</summary>
    public QualysCheck? Find(string qid) => held.GetValueOrDefault(qid);

    /// <summary>Holds a check, for the detections that share it.</summary>
    public QualysCheck Keep(QualysCheck check)
    {
        if (heldCharacters > MostHeldCharacters)
        {
            held.Clear();
            heldCharacters = 0;
        }

        heldCharacters += check.Characters;
        return held[check.Rule.Id] = check;
    }

    /// <summary>The check of the glossary; one without texts when there is none.</summary>
    public QualysCheck Of(string qid) =>
        Find(qid) ?? Keep(glossary.Get(TextKey.Of(qid)) is { } text && QualysCheck.OfText(text) is var check && check.Rule.Id == qid ? check : QualysCheck.Unknown(qid));

    /// <inheritdoc/>
    public void Dispose() => glossary.Dispose();
}
