using Patchbay.Scanners.Spool;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Qualys;

/// <summary>
/// The QIDs of a report. Most glossaries fit into memory; what does not is set aside, and the few of it in use are held, so that the
/// size of a glossary does not matter.
/// </summary>
internal sealed class QualysChecks : IDisposable
{
    // 16 MiB each.
    private const int MostToldCharacters = 8 << 20;
    private const int MostHeldCharacters = 8 << 20;
    private readonly Dictionary<string, QualysCheck> told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QualysCheck> held = new(StringComparer.Ordinal);
    private readonly TextShelf glossary = new();
    private int toldCharacters;
    private int heldCharacters;

    /// <summary>How many entries of the glossary found no room.</summary>
    public int Refused => glossary.Refused;

    /// <summary>Takes an entry of the glossary; of several with one QID the first.</summary>
    public void Shelve(QualysCheck check)
    {
        if (told.ContainsKey(check.Rule.Id))
        {
            return;
        }

        if (toldCharacters <= MostToldCharacters)
        {
            told[check.Rule.Id] = check;
            toldCharacters += check.Characters;
        }
        else
        {
            glossary.Put(TextKey.Of(check.Rule.Id), check.ToText());
        }
    }

    /// <summary>The check that is in memory; null when it must be told again.</summary>
    public QualysCheck? Find(string qid) => told.GetValueOrDefault(qid) ?? held.GetValueOrDefault(qid);

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
