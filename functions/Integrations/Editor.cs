namespace Patchbay.Integrations;

/// <summary>Who changes the book, and on what condition.</summary>
/// <param name="Who">For the audit: a person's name, or <c>api</c>.</param>
/// <param name="IsStale">Whether a version forbids the change, because the editor has seen another; null stands for none yet.</param>
public sealed record Editor(string Who, Predicate<string?> IsStale);
