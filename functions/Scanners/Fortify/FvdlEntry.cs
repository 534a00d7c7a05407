using Patchbay.Scanners.Spool;

namespace Patchbay.Scanners.Fortify;

/// <summary>One <c>Vulnerability</c> as the FVDL tells it, before it is joined with its rule and its snippet.</summary>
internal sealed class FvdlEntry
{
    private const int MostDefinitions = 50;

    /// <summary>The class of problem, which is also its rule.</summary>
    public string? ClassId { get; set; }

    /// <summary>First part of the category.</summary>
    public string? Type { get; set; }

    /// <summary>Second part of the category.</summary>
    public string? Subtype { get; set; }

    /// <summary>Identity; seldom not unique.</summary>
    public string? InstanceId { get; set; }

    /// <summary>Not the priority that people see.</summary>
    public string? InstanceSeverity { get; set; }

    /// <summary>0 to 5.</summary>
    public string? Confidence { get; set; }

    /// <summary>0 to 5, of this very finding; goes before the rule's.</summary>
    public string? Probability { get; set; }

    /// <summary>The function it is in.</summary>
    public string? Symbol { get; set; }

    /// <summary>Where it is; its path is null when all there is is <see cref="NodeKey"/>.</summary>
    public FvdlLocation Location { get; set; }

    /// <summary>Names a node of the pool; 0 for none.</summary>
    public ulong NodeKey { get; set; }

    /// <summary>What the placeholders of the rule's abstract stand for.</summary>
    public List<(string Key, string Value)> Definitions { get; } = [];

    /// <summary>Whether the location is the one that the report marks as the main one.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Keeps what a placeholder stands for.</summary>
    public void Define(string? key, string? value)
    {
        if (key is not null && value is not null && Definitions.Count < MostDefinitions)
        {
            Definitions.Add((key, value));
        }
    }

    /// <summary>Sets it aside.</summary>
    public void Write(EntrySpool spool)
    {
        spool.Write(ClassId);
        spool.Write(Type);
        spool.Write(Subtype);
        spool.Write(InstanceId);
        spool.Write(InstanceSeverity);
        spool.Write(Confidence);
        spool.Write(Probability);
        spool.Write(Symbol);
        Location.Write(spool);
        spool.Write((long)NodeKey);
        spool.Write(Definitions.Count);
        foreach (var (key, value) in Definitions)
        {
            spool.Write(key);
            spool.Write(value);
        }

        spool.EndEntry();
    }

    /// <summary>Reads back the entry that the spool is at.</summary>
    public void Read(EntrySpool spool)
    {
        Clear();
        ClassId = spool.ReadText();
        Type = spool.ReadText();
        Subtype = spool.ReadText();
        InstanceId = spool.ReadText();
        InstanceSeverity = spool.ReadText();
        Confidence = spool.ReadText();
        Probability = spool.ReadText();
        Symbol = spool.ReadText();
        Location = FvdlLocation.Read(spool);
        NodeKey = (ulong)spool.ReadNumber();
        for (var left = spool.ReadNumber(); left > 0; left--)
        {
            Define(spool.ReadText(), spool.ReadText());
        }
    }

    /// <summary>Forgets everything, for the next one: a large scan has a million.</summary>
    public void Clear()
    {
        ClassId = Type = Subtype = InstanceId = InstanceSeverity = Confidence = Probability = Symbol = null;
        Location = default;
        NodeKey = 0;
        IsSettled = false;
        Definitions.Clear();
    }
}
