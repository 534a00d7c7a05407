namespace Patchbay.Integrations;

/// <summary>An instance, mapping or assignment as it was read.</summary>
/// <param name="Version">Follows from the content: the same content has the same version.</param>
/// <param name="RowVersion">The store's own version of its row.</param>
public sealed record StoredItem<T>(T Item, string Version, string RowVersion);
