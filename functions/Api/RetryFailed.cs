namespace Patchbay.Api;

/// <summary>Tries again what failed in a mapping and waits for a person, because the person changed something that may mend it.</summary>
/// <param name="who">For the audit.</param>
/// <returns>How many pushes are tried again.</returns>
public delegate Task<int> RetryFailed(string mapping, string who, CancellationToken cancellationToken);
