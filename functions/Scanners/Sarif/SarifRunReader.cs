using System.Text.Json;
using Patchbay.Findings;
using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Sarif;

/// <summary>Reads what a run holds beside its results, which are passed over.</summary>
internal static class SarifRunReader
{
    private static readonly JsonMembers<SarifRun> Tool = new()
    {
        ["driver"] = static (ref c, run) => SarifComponent.Members.Read(ref c, run.Driver),
        ["extensions"] = static (ref c, run) => ReadComponents(ref c, run.Extensions, run.Held),
    };

    private static readonly JsonMembers<SarifRun> Details = new()
    {
        ["guid"] = static (ref c, run) => run.Guid = c.Name(),
    };

    private static readonly JsonMembers<SarifRun> External = new()
    {
        ["results"] = static (ref c, run) => run.HasResultsElsewhere |= c.HasElements(),
    };

    private static readonly JsonMembers<SarifRun> Invocation = new()
    {
        ["executionSuccessful"] = static (ref c, run) => run.HasFailed |= c.Scalar() == "false",
        ["workingDirectory"] = static (ref c, run) => AddDirectory(run, SarifArtifact.Read(ref c)),
        ["ruleConfigurationOverrides"] = ReadOverrides,
    };

    /// <summary>The members of a run that its results refer to.</summary>
    public static JsonMembers<SarifRun> Members { get; } = new()
    {
        ["tool"] = static (ref c, run) => Tool.Read(ref c, run),
        ["results"] = ReadResults,
        ["artifacts"] = ReadArtifacts,
        ["originalUriBaseIds"] = ReadBases,
        ["invocations"] = ReadInvocations,
        ["logicalLocations"] = ReadSymbols,
        ["taxonomies"] = static (ref c, run) => ReadComponents(ref c, run.Taxonomies, run.Held),
        ["automationDetails"] = static (ref c, run) => Details.Read(ref c, run),
        ["externalPropertyFileReferences"] = static (ref c, run) => External.Read(ref c, run),
    };

    /// <summary>The members of results that stand outside their run, which they name.</summary>
    public static JsonMembers<SarifRun> Inline { get; } = new()
    {
        ["runGuid"] = static (ref c, run) => run.Guid = c.Name(),
        ["results"] = ReadResults,
    };

    private static void ReadResults(ref JsonCursor cursor, SarifRun run)
    {
        run.HasResults |= cursor.IsNext(JsonTokenType.StartArray);
        cursor.SkipUnchecked();
    }

    private static void ReadComponents(ref JsonCursor cursor, List<SarifComponent> target, SarifHeld held)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var component = new SarifComponent(held);
            SarifComponent.Members.Read(ref cursor, component);
            if (held.HasRoom())
            {
                target.Add(component);
            }
        }
    }

    private static void ReadArtifacts(ref JsonCursor cursor, SarifRun run)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            SarifArtifact? location = null;
            if (cursor.EnterObject())
            {
                while (cursor.NextMember())
                {
                    if (cursor.NameIs("location"u8))
                    {
                        location = SarifArtifact.Read(ref cursor);
                    }
                    else
                    {
                        cursor.Skip();
                    }
                }
            }

            if (run.Held.HasRoom())
            {
                run.Artifacts.Add(location);
            }
        }
    }

    private static void ReadBases(ref JsonCursor cursor, SarifRun run)
    {
        if (!cursor.EnterObject())
        {
            return;
        }

        while (cursor.NextMember())
        {
            var id = cursor.Member();
            if (SarifArtifact.Read(ref cursor) is { } location && run.Bases.Count < FindingLimits.ListEntries)
            {
                run.Bases[id] = location;
            }
        }
    }

    private static void ReadInvocations(ref JsonCursor cursor, SarifRun run)
    {
        if (cursor.EnterArray())
        {
            while (cursor.NextElement())
            {
                Invocation.Read(ref cursor, run);
            }
        }
    }

    private static void ReadOverrides(ref JsonCursor cursor, SarifRun run)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var levelOverride = new SarifOverride();
            if (SarifOverride.Members.Read(ref cursor, levelOverride) && run.Held.HasRoom())
            {
                run.Overrides.Add(levelOverride);
            }
        }
    }

    private static void ReadSymbols(ref JsonCursor cursor, SarifRun run)
    {
        if (!cursor.EnterArray())
        {
            return;
        }

        while (cursor.NextElement())
        {
            var symbol = new SarifSymbol();
            SarifSymbol.Members.Read(ref cursor, symbol);
            if (run.Held.HasRoom())
            {
                run.Symbols.Add(run.Held.Keep(symbol.Name));
            }
        }
    }

    private static void AddDirectory(SarifRun run, SarifArtifact? directory)
    {
        if (directory?.Uri is { } uri && run.WorkingDirectories.Count < FindingLimits.ListEntries)
        {
            run.WorkingDirectories.Add(uri);
        }
    }
}
