namespace Patchbay.Integrations;

/// <summary>One mistake in an instance, a mapping or an assignment.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.settings.appId</c>.</param>
/// <param name="Message">What is wrong and what would be right, in one sentence.</param>
public sealed record SettingMistake(string Path, string Message);

/// <summary>Asks the tracker kind what is wrong with an instance, or with a mapping in it.</summary>
/// <param name="mapping">Null for the instance alone.</param>
/// <returns>Null when there is no such kind.</returns>
public delegate IReadOnlyList<SettingMistake>? KindCheck(Instance instance, Mapping? mapping);
