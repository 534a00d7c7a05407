using System.Globalization;
using Patchbay.Bench;

// dotnet run -c Release --project tests/bench -- formats [findings [format ...]]
// dotnet run -c Release --project tests/bench -- reading [results ...]
// dotnet run -c Release --project tests/bench -- road [results ...]
// dotnet run -c Release --project tests/bench -- webhooks [a second [seconds]]
// dotnet run -c Release --project tests/bench -- generate FILE FINDINGS [PADDING | FORMAT]
// dotnet run -c Release --project tests/bench -- peak FILE
switch (args)
{
    case ["formats", .. var rest]:
        FormatsBench.Run(rest.Length == 0 ? 200_000 : Number(rest[0]), [.. rest.Skip(1)]);
        return 0;
    case ["measure", var name, var small, var large]:
        FormatsBench.Measure(name, small, large);
        return 0;
    case ["rss", var name, var path]:
        FormatsBench.Peak(name, path);
        return 0;
    case ["reading", .. var sizes]:
        ReadingBench.Run(sizes.Length == 0 ? [1_000, 10_000, 100_000, 1_000_000] : sizes.Select(Number));
        return 0;
    case ["road", .. var sizes]:
        await Road.RunAsync(sizes.Length == 0 ? [1_000, 10_000, 100_000] : [.. sizes.Select(Number)]);
        return 0;
    case ["webhooks", .. var rest]:
        await WebhooksBench.RunAsync(rest.Length > 0 ? Number(rest[0]) : 100, rest.Length > 1 ? Number(rest[1]) : 60);
        return 0;
    case ["generate", var path, var findings, var name] when char.IsAsciiLetter(name[0]):
        using (var target = File.Create(path))
        {
            SyntheticReport.Named(name).Write(target, Number(findings));
        }

        return 0;
    case ["generate", var path, var results, .. var rest]:
        using (var target = File.Create(path))
        {
            SarifGenerator.Write(target, Number(results), rest.Length == 0 ? 0 : Number(rest[0]));
        }

        return 0;
    case ["peak", var path]:
        ReadingBench.Peak(path);
        return 0;
    default:
        Console.Error.WriteLine("formats [findings [format ...]] | reading [results ...] | road [results ...] | webhooks [a second [seconds]] | generate FILE FINDINGS [PADDING | FORMAT] | peak FILE");
        return 2;
}

static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
