namespace Patchbay.Scanners.Sarif;

/// <summary>Counts what is held of a log while its results are read, so that a hostile one cannot fill the memory.</summary>
internal sealed class SarifHeld(ReportWarnings warnings)
{
    private const long MostCharacters = 16 << 20;
    private const int MostEntries = 200_000;
    private long characters;
    private int entries;

    /// <summary>Keeps a text while there is room; null beyond.</summary>
    public string? Keep(string? text)
    {
        characters += text?.Length ?? 0;
        if (characters <= MostCharacters || text is null)
        {
            return text;
        }

        warnings.Add("Texts of rules were left out, because they are too long to be held");
        return null;
    }

    /// <summary>Whether there is room for one more rule, file, name or taxon.</summary>
    public bool HasRoom()
    {
        if (++entries <= MostEntries)
        {
            return true;
        }

        warnings.Add("Rules and files were left out, because they are too many to be held");
        return false;
    }
}
