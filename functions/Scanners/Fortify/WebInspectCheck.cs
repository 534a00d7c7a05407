using Patchbay.Findings;

namespace Patchbay.Scanners.Fortify;

/// <summary>A check of WebInspect, as its findings share it.</summary>
/// <param name="References">http and https addresses.</param>
internal sealed record WebInspectCheck(Rule Rule, IReadOnlyList<int> Cwes, IReadOnlyList<string> References);
