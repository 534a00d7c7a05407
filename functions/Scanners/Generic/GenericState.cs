using Patchbay.Findings;
using Patchbay.Scanners.Text;

namespace Patchbay.Scanners.Generic;

/// <summary>What an entry says about its state, in one word or several truth values.</summary>
internal sealed class GenericState
{
    private string? lastWord;
    private ReportedState? ofLastWord;

    public string? Word { get; set; }

    public bool? IsActive { get; set; }

    public bool? IsFalsePositive { get; set; }

    public bool? IsMitigated { get; set; }

    /// <summary>When it was mended, or whether.</summary>
    public string? Mitigated { get; set; }

    public bool IsSetAside { get; set; }

    /// <summary>Forgets what was said.</summary>
    public void Clear()
    {
        Word = Mitigated = null;
        IsActive = IsFalsePositive = IsMitigated = null;
        IsSetAside = false;
    }

    /// <summary>The state all of it means; the word counts first, and what says nothing is open.</summary>
    public ReportedState Of() =>
        OfWord()
        ?? (IsFalsePositive == true ? ReportedState.FalsePositive
            : IsMitigated ?? (StateWords.Flag(Mitigated) ?? ReportDate.Of(Mitigated) is not null) ? ReportedState.Fixed
            : IsSetAside || IsActive == false ? ReportedState.Suppressed
            : ReportedState.Open);

    // Entries share a few words.
    private ReportedState? OfWord()
    {
        if (!ReferenceEquals(Word, lastWord))
        {
            (lastWord, ofLastWord) = (Word, StateWords.Of(Word));
        }

        return ofLastWord;
    }
}
