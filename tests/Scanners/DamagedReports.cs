using System.Diagnostics;
using System.IO.Compression;
using Patchbay.Scanners;

namespace Patchbay.Tests.Scanners;

/// <summary>Reads damaged variants of reports and gathers what went wrong. Variant n of the same files is always the same.</summary>
internal sealed class DamagedReports(IReadOnlyList<string> files, IReadOnlyList<IReportFormat> formats)
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    // What one reading may allocate in all, of which little is alive at once: buffers of fixed size, and a finding for each row,
    // which may be as short as four bytes.
    private const long FreeBytes = 8 << 20;
    private const long BytesPerByte = 200;

    // Large reports teach no more than small ones and take longer.
    private const double UsualBytes = 16 << 10;
    private readonly byte[][] bodies = [.. files.Select(File.ReadAllBytes)];
    private readonly IReportFormat?[] own = [.. files.Select(file => FormatOf(file, formats))];
    private readonly ReportReader reader = new(formats);

    /// <summary>How many variants were read.</summary>
    public int Variants { get; private set; }

    /// <summary>How many of them were read to their end.</summary>
    public int Readable { get; private set; }

    /// <summary>The longest that one took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>The most that one allocated, as a part of what it may.</summary>
    public double MostAllocated { get; private set; }

    /// <summary>One line for each kind of failure: which variant of which file, and what happened.</summary>
    public Dictionary<string, string> Failures { get; } = [];

    /// <summary>Reads variants from a number on.</summary>
    /// <param name="time">After which no further one is begun.</param>
    public void Run(int first, int count, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        for (var seed = first; seed < first + count && clock.Elapsed < time; seed++)
        {
            Read(seed);
            Variants++;
        }
    }

    private void Read(int seed)
    {
        var random = new Random(seed);
        var index = Choose(random);
        var mutator = new Mutator(seed, bodies);
        var body = random.Next(2) == 0 && IsZip(bodies[index]) ? DamageMember(bodies[index], mutator, random) : mutator.Damage(bodies[index]);
        var format = random.Next(8) switch
        {
            0 => formats[random.Next(formats.Count)],
            < 3 => null,
            _ => own[index],
        };
        var what = $"{Path.GetFileName(files[index])} ({string.Join(", ", mutator.Done)}, {body.Length:N0} bytes) by {format?.GetType().Name ?? "any"}";
        Judge(seed, what, body, format);
    }

    private void Judge(int seed, string what, byte[] body, IReportFormat? format)
    {
        using var stop = new CancellationTokenSource(MostTime);
        using var stream = new MemoryStream(body, writable: false);
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Readable += ReadOne(stream, format, stop.Token) ? 1 : 0;
        }
        catch (UnreadableReportException)
        {
            // A clear refusal, as it should be.
        }
        catch (Exception leak)
        {
            var frame = leak.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Patchbay.Scanners", StringComparison.Ordinal))?.Trim();
            Failures.TryAdd($"{leak.GetType().Name} {frame}", $"variant {seed} of {what}: {leak.GetType().Name}: {leak.Message} {frame}");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var allowed = FreeBytes + (BytesPerByte * body.Length);
        MostAllocated = Math.Max(MostAllocated, (double)allocated / allowed);
        Slowest = clock.Elapsed > Slowest ? clock.Elapsed : Slowest;
        if (allocated > allowed)
        {
            Failures.TryAdd($"memory {format?.Scanner}", $"variant {seed} of {what}: allocated {allocated >> 20:N0} MiB");
        }

        if (clock.Elapsed > MostTime)
        {
            Failures.TryAdd($"time {format?.Scanner}", $"variant {seed} of {what}: took {clock.Elapsed.TotalSeconds:N1} s");
        }
    }

    private bool ReadOne(Stream stream, IReportFormat? format, CancellationToken stop)
    {
        if (format is null)
        {
            return reader.Read(stream, null, _ => { }, stop) is Report.Readable;
        }

        format.Judge(OpeningReader.Read(stream));
        stream.Position = 0;
        format.Read(stream, _ => { }, stop);
        return true;
    }

    private int Choose(Random random)
    {
        while (true)
        {
            var index = random.Next(bodies.Length);
            if (random.NextDouble() < UsualBytes / Math.Max(UsualBytes, bodies[index].Length))
            {
                return index;
            }
        }
    }

    private static IReportFormat? FormatOf(string file, IReadOnlyList<IReportFormat> formats)
    {
        using var body = File.OpenRead(file);
        var opening = OpeningReader.Read(body);
        return formats.Where(format => format.Judge(opening) > Fit.None).MaxBy(format => format.Judge(opening));
    }

    private static bool IsZip(byte[] body) => body.AsSpan().StartsWith("PK"u8);

    // Damage to packed bytes is nearly always found while unpacking, so a member is damaged and packed anew.
    private static byte[] DamageMember(byte[] body, Mutator mutator, Random random)
    {
        using var copy = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(body)))
        using (var to = new ZipArchive(copy, ZipArchiveMode.Create, leaveOpen: true))
        {
            var chosen = random.Next(from.Entries.Count);
            foreach (var (index, member) in from.Entries.Index())
            {
                using var content = new MemoryStream();
                using (var packed = member.Open())
                {
                    packed.CopyTo(content);
                }

                using var target = to.CreateEntry(member.FullName, CompressionLevel.Fastest).Open();
                target.Write(index == chosen || IsNeeded(member.FullName, random) ? mutator.Damage(content.ToArray()) : content.ToArray());
            }
        }

        return copy.ToArray();
    }

    private static bool IsNeeded(string member, Random random) =>
        random.Next(2) == 0 && (member.EndsWith(".fvdl", StringComparison.Ordinal) || member.EndsWith("audit.xml", StringComparison.Ordinal));
}
