using System.Globalization;
using Patchbay.Findings;

namespace Patchbay.Policies.Matching;

/// <summary>A condition on a finding. It prints as people write it: <c>severity: critical, high</c>.</summary>
public abstract record Match
{
    private Match()
    {
    }

    /// <summary>The conditions inside; empty for one that looks at the finding itself.</summary>
    public virtual IReadOnlyList<Match> Parts => [];

    /// <summary>The condition as written.</summary>
    protected abstract string Written { get; }

    /// <summary>Whether the finding fulfils it.</summary>
    public abstract bool Holds(PolicySubject subject, DateTimeOffset now);

    /// <summary>The value it looks at, for a person; null when the finding has no such value.</summary>
    public abstract string? Seen(PolicySubject subject, DateTimeOffset now);

    /// <summary>The first condition that does not hold; null when all is well.</summary>
    public virtual UnmetCondition? Explain(PolicySubject subject, DateTimeOffset now) =>
        Holds(subject, now) ? null : new UnmetCondition(Written, Seen(subject, now));

    /// <summary>Whether a file at this path fulfils it; false for whatever cannot be said of a path alone.</summary>
    public virtual bool CoversPath(string path) => false;

    /// <inheritdoc/>
    public sealed override string ToString() => Written;

    /// <summary>Every part must hold.</summary>
    public sealed record All(IReadOnlyList<Match> Of) : Match
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Match> Parts => Of;

        /// <inheritdoc/>
        protected override string Written => $"all of ({string.Join("; ", Of)})";

        /// <inheritdoc/>
        public override bool Holds(PolicySubject subject, DateTimeOffset now)
        {
            foreach (var part in Of)
            {
                if (!part.Holds(subject, now))
                {
                    return false;
                }
            }

            return true;
        }

        /// <inheritdoc/>
        public override string? Seen(PolicySubject subject, DateTimeOffset now) => Together(Of, subject, now);

        /// <inheritdoc/>
        public override UnmetCondition? Explain(PolicySubject subject, DateTimeOffset now) =>
            Of.Select(p => p.Explain(subject, now)).FirstOrDefault(u => u is not null);

        /// <inheritdoc/>
        public override bool CoversPath(string path) => Of.All(p => p.CoversPath(path));
    }

    /// <summary>At least one part must hold.</summary>
    public sealed record Any(IReadOnlyList<Match> Of) : Match
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Match> Parts => Of;

        /// <inheritdoc/>
        protected override string Written => $"any of ({string.Join("; ", Of)})";

        /// <inheritdoc/>
        public override bool Holds(PolicySubject subject, DateTimeOffset now)
        {
            foreach (var part in Of)
            {
                if (part.Holds(subject, now))
                {
                    return true;
                }
            }

            return false;
        }

        /// <inheritdoc/>
        public override string? Seen(PolicySubject subject, DateTimeOffset now) => Together(Of, subject, now);

        /// <inheritdoc/>
        public override bool CoversPath(string path) => Of.Any(p => p.CoversPath(path));
    }

    /// <summary>The part must not hold. A finding without the value that the part looks at passes.</summary>
    public sealed record Not(Match Of) : Match
    {
        /// <inheritdoc/>
        public override IReadOnlyList<Match> Parts => [Of];

        /// <inheritdoc/>
        protected override string Written => $"not ({Of})";

        /// <inheritdoc/>
        public override bool Holds(PolicySubject subject, DateTimeOffset now) => !Of.Holds(subject, now);

        /// <inheritdoc/>
        public override string? Seen(PolicySubject subject, DateTimeOffset now) => Of.Seen(subject, now);

        /// <inheritdoc/>
        public override bool CoversPath(string path) => !Of.CoversPath(path);
    }

    /// <summary>A field matches one of the patterns; a finding without it does not.</summary>
    public sealed record Names(MatchField Field, GlobList Patterns) : Match
    {
        /// <inheritdoc/>
        protected override string Written => $"{Words<MatchField>.Of(Field)}: {Patterns}";

        /// <inheritdoc/>
        public override bool Holds(PolicySubject subject, DateTimeOffset now) => MatchFields.Holds(Field, Patterns, subject);

        /// <inheritdoc/>
        public override string? Seen(PolicySubject subject, DateTimeOffset now) => MatchFields.Seen(Field, subject);

        /// <inheritdoc/>
        public override bool CoversPath(string path) => Field == MatchField.Path && Patterns.Covers(path);
    }

    /// <summary>The severity is one of these.</summary>
    public sealed record SeverityIn(IReadOnlyList<Severity> AnyOf) : Match
    {
        private readonly int mask = AnyOf.Aggregate(0, (bits, s) => bits | (1 << (int)s));

        /// <inheritdoc/>
        protected override string Written => $"severity: {string.Join(", ", AnyOf.Select(Words<Severity>.Of))}";

        /// <inheritdoc/>
        public override bool Holds(PolicySubject subject, DateTimeOffset now) =>
            (mask & (1 << (int)subject.Record.Finding.Rating.Value)) != 0;

        /// <inheritdoc/>
        public override string? Seen(PolicySubject subject, DateTimeOffset now) =>
            Words<Severity>.Of(subject.Record.Finding.Rating.Value);
    }

    /// <summary>The finding stands in one of these states.</summary>
    public sealed record StateIn(IReadOnlyList<FindingState> AnyOf) : Match
    {
        /// <inheritdoc/>
        protected override string Written => $"state: {string.Join(", ", AnyOf.Select(Words<FindingState>.Of))}";

        /// <inheritdoc/>
        public override bool Holds(PolicySubject subject, DateTimeOffset now) => AnyOf.Contains(subject.Record.State);

        /// <inheritdoc/>
        public override string? Seen(PolicySubject subject, DateTimeOffset now) => Words<FindingState>.Of(subject.Record.State);
    }

    /// <summary>The finding has one of these weakness numbers.</summary>
    public sealed record CweIn(IReadOnlyList<int> AnyOf) : Match
    {
        private readonly HashSet<int> numbers = [.. AnyOf];

        /// <inheritdoc/>
        protected override string Written => $"cwe: {Listed(AnyOf)}";

        /// <inheritdoc/>
        public override bool Holds(PolicySubject subject, DateTimeOffset now)
        {
            foreach (var number in subject.Record.Finding.Cwes)
            {
                if (numbers.Contains(number))
                {
                    return true;
                }
            }

            return false;
        }

        /// <inheritdoc/>
        public override string? Seen(PolicySubject subject, DateTimeOffset now) =>
            subject.Record.Finding.Cwes is { Count: > 0 } cwes ? Listed(cwes) : null;

        private static string Listed(IReadOnlyList<int> cwes) => string.Join(", ", cwes.Select(n => $"CWE-{n}"));
    }

    /// <summary>The CVSS base score is at least this; a finding without score does not match.</summary>
    /// <param name="AtLeast">0 to 10.</param>
    public sealed record Cvss(double AtLeast) : Match
    {
        /// <inheritdoc/>
        protected override string Written => string.Create(CultureInfo.InvariantCulture, $"cvss: at least {AtLeast}");

        /// <inheritdoc/>
        public override bool Holds(PolicySubject subject, DateTimeOffset now) => subject.Record.Finding.CvssScore >= AtLeast;

        /// <inheritdoc/>
        public override string? Seen(PolicySubject subject, DateTimeOffset now) =>
            subject.Record.Finding.CvssScore?.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>At least this many whole days have passed since the finding was first seen.</summary>
    public sealed record AgeDays(int AtLeast) : Match
    {
        /// <inheritdoc/>
        protected override string Written => $"ageDays: at least {AtLeast}";

        /// <inheritdoc/>
        public override bool Holds(PolicySubject subject, DateTimeOffset now) => (now - subject.Record.FirstSeenAt).TotalDays >= AtLeast;

        /// <inheritdoc/>
        public override string? Seen(PolicySubject subject, DateTimeOffset now) =>
            Math.Floor((now - subject.Record.FirstSeenAt).TotalDays).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the scanner knows of exploitation in the wild.</summary>
    public sealed record Exploited(bool Is) : Match
    {
        /// <inheritdoc/>
        protected override string Written => Is ? "exploited: true" : "exploited: false";

        /// <inheritdoc/>
        public override bool Holds(PolicySubject subject, DateTimeOffset now) => subject.Record.Finding.IsExploited == Is;

        /// <inheritdoc/>
        public override string? Seen(PolicySubject subject, DateTimeOffset now) => subject.Record.Finding.IsExploited ? "true" : "false";
    }

    private static string? Together(IReadOnlyList<Match> parts, PolicySubject subject, DateTimeOffset now)
    {
        var seen = string.Join(", ", parts.Select(p => p.Seen(subject, now)).OfType<string>().Distinct());
        return seen.Length == 0 ? null : seen;
    }
}

/// <summary>A condition that does not hold.</summary>
/// <param name="Condition">As written.</param>
/// <param name="Saw">The value it saw; null when there was none.</param>
public sealed record UnmetCondition(string Condition, string? Saw);
