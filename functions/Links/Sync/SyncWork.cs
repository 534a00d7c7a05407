namespace Patchbay.Links.Sync;

/// <summary>A message on the queue <c>syncs</c>: a ticket of ours may have changed, and is to be looked at.</summary>
/// <param name="Instance">Name of the tracker's instance.</param>
/// <param name="TicketKey">The ticket's key there, as its link has it.</param>
public sealed record SyncWork(string Instance, string TicketKey);

/// <summary>A row that stands as long as a ticket is to be looked at.</summary>
/// <param name="Link">The ticket's link when the wish was noted.</param>
/// <param name="NotedAt">When it was noted last.</param>
public sealed record DueSync(string TicketKey, LinkRef Link, DateTimeOffset NotedAt);

/// <summary>A <see cref="DueSync"/> as it was read.</summary>
public sealed record StoredDueSync(DueSync Due, string Version);
