namespace Patchbay.Flows;

/// <summary>Runs orchestrations: what waits for hours and days, and must survive whatever happens meanwhile. Safe to call from many threads.</summary>
public interface IFlows
{
    /// <summary>Starts an instance. Where one of that id runs already nothing happens, so starting twice is harmless.</summary>
    /// <remarks>After an instance has ended, its id may be used again.</remarks>
    /// <exception cref="ArgumentException">There is no orchestration of that name.</exception>
    Task StartAsync(FlowStart start, CancellationToken cancellationToken);
}

/// <summary>One instance to be started.</summary>
/// <param name="Flow">Name of the orchestration.</param>
/// <param name="Id">Names the instance: 1 to 100 letters, digits and hyphens, which every driver takes as they are.</param>
/// <param name="Input">JSON text.</param>
/// <exception cref="ArgumentException">The id is none.</exception>
public sealed record FlowStart(string Flow, string Id, string Input)
{
    /// <inheritdoc cref="FlowStart" path="/param[@name='Id']"/>
    public string Id { get; } = Id.Length is >= 1 and <= 100 && Id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        ? Id
        : throw new ArgumentException($"\"{Id}\" cannot name an instance.", nameof(Id));
}
