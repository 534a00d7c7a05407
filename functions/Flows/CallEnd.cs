using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patchbay.Storage;

namespace Patchbay.Flows;

/// <summary>How a call of an activity ended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "end")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Failed), "failed")]
public abstract record CallEnd
{
    private CallEnd()
    {
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <returns>A failure when the text is none of ours: then somebody between us and the activity answered.</returns>
    public static CallEnd Of(string? json)
    {
        try
        {
            return StoredJson.Read<CallEnd>(Encoding.UTF8.GetBytes(json ?? ""));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return new Failed($"The activity's answer cannot be read: {e.Message}");
        }
    }

    /// <summary>Writes an activity's answer. The host throws away the body of a failed call, so failures travel as answers too.</summary>
    public string ToJson() => Encoding.UTF8.GetString(StoredJson.Write(this));

    /// <summary>The activity did its work.</summary>
    /// <param name="Result">JSON text, kept in a string because hosts rewrite the dates of JSON they can read.</param>
    public sealed record Done(string Result) : CallEnd
    {
        /// <summary>Reads the result.</summary>
        /// <exception cref="JsonException">It is no <typeparamref name="T"/>.</exception>
        public T Read<T>() => StoredJson.Read<T>(Encoding.UTF8.GetBytes(Result));
    }

    /// <summary>It did not, or nobody knows; it may be called again.</summary>
    /// <param name="Reason">One line for a person.</param>
    public sealed record Failed(string Reason) : CallEnd;
}
