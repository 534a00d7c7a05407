using System.Text;
using Patchbay.Storage;

namespace Patchbay.Flows;

/// <summary>All that a plan may know: what its history says so far.</summary>
public sealed class FlowView
{
    /// <summary>The time of the turn in which the last step was done; never the clock's.</summary>
    public DateTimeOffset Now { get; internal set; }

    /// <summary>How the last call ended; null before the first.</summary>
    public CallEnd? Last { get; internal set; }

    internal string? InputText { get; set; }

    /// <summary>Reads what the instance was started with.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no <typeparamref name="T"/>; the flow then ends as broken.</exception>
    public T Input<T>() => StoredJson.Read<T>(Encoding.UTF8.GetBytes(InputText ?? "null"));
}
