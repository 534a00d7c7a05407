namespace Patchbay.Links;

/// <summary>A message on the queue <c>evaluations</c>: what is to be judged.</summary>
/// <param name="Asset">Slug of the asset; null to judge every asset anew.</param>
/// <param name="Scan">Id of the scan that made the work; null when no scan waits for it.</param>
/// <param name="Shard">0 to 15.</param>
/// <param name="Policies">Version of the policies for whose sake everything is judged anew; null for new or changed findings only.</param>
public sealed record EvaluationWork(string? Asset, string? Scan, int Shard, int? Policies);
