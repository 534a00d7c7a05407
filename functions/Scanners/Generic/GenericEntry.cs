using Patchbay.Findings;

namespace Patchbay.Scanners.Generic;

/// <summary>An entry as the report has it. What each member means is described in docs/formats.md.</summary>
/// <remarks>One is enough for a report: it is emptied and filled again for each entry.</remarks>
internal sealed class GenericEntry
{
    private readonly GenericPlaces places = new();
    private readonly List<Place> endpoints = [];
    private readonly List<string> unknownMembers = [];

    public string? Id { get; set; }

    public string? Title { get; set; }

    public string? Severity { get; set; }

    public string? Rule { get; set; }

    public string? Tool { get; set; }

    public string? Description { get; set; }

    public string? Impact { get; set; }

    public string? Steps { get; set; }

    public string? Advice { get; set; }

    public string? Path { get; set; }

    public int? Line { get; set; }

    public int? EndLine { get; set; }

    public int? Column { get; set; }

    public string? Snippet { get; set; }

    public string? Symbol { get; set; }

    public string? Component { get; set; }

    public string? Version { get; set; }

    public string? FixedVersion { get; set; }

    public string? Parameter { get; set; }

    public string? Host { get; set; }

    public int? Port { get; set; }

    public string? Protocol { get; set; }

    /// <summary>Hosts and URLs in the order of the report.</summary>
    public IReadOnlyList<Place> Endpoints => endpoints;

    public List<string> Cwes { get; } = [];

    public List<string> Ids { get; } = [];

    /// <summary>Scores and vectors of any version.</summary>
    public List<string> Cvss { get; } = [];

    public List<string> References { get; } = [];

    public string? Date { get; set; }

    public string? Justification { get; set; }

    public bool IsExploited { get; set; }

    /// <summary>What the entry says about its state.</summary>
    public GenericState State { get; } = new();

    /// <summary>Members that mean nothing to us.</summary>
    public IReadOnlyList<string> UnknownMembers => unknownMembers;

    /// <summary>Makes it an entry that says nothing.</summary>
    public void Clear()
    {
        Id = Title = Severity = Rule = Tool = Description = Impact = Steps = Advice = Date = Justification = null;
        Path = Snippet = Symbol = Component = Version = FixedVersion = Parameter = Host = Protocol = null;
        Line = EndLine = Column = Port = null;
        IsExploited = false;
        State.Clear();
        endpoints.Clear();
        unknownMembers.Clear();
        Cwes.Clear();
        Ids.Clear();
        Cvss.Clear();
        References.Clear();
    }

    /// <summary>Where it is.</summary>
    public Place Place()
    {
        var first = endpoints.Count > 0 ? endpoints[0] : null;
        return new Place
        {
            Path = Path,
            Line = Line,
            EndLine = EndLine == Line || EndLine > Line ? EndLine : Line,
            Column = Column,
            Snippet = Snippet,
            Symbol = Symbol,
            Component = Component,
            Version = Version,
            FixedVersion = FixedVersion,
            Parameter = Parameter,
            Url = first?.Url,
            Host = Host ?? first?.Host,
            Port = Port ?? first?.Port,
            Protocol = Protocol ?? first?.Protocol,
        };
    }

    /// <summary>Adds a host or URL as text; what is none adds nothing.</summary>
    public void AddEndpoint(string? text) => AddEndpoint(places.Of(text));

    /// <summary>Adds a host or URL, as far as there is room.</summary>
    public void AddEndpoint(Place? place)
    {
        if (place is not null && endpoints.Count < FindingLimits.ListEntries)
        {
            endpoints.Add(place);
        }
    }

    /// <summary>Notes a member that means nothing to us.</summary>
    public void AddUnknown(string name)
    {
        if (unknownMembers.Count < FindingLimits.ListEntries)
        {
            unknownMembers.Add(name);
        }
    }
}
