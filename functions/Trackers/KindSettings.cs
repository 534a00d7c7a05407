using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Patchbay.Integrations;

namespace Patchbay.Trackers;

/// <summary>Reads an instance's settings into a tracker kind's own record, whose properties say what may be set.</summary>
/// <remarks>A property carries a <see cref="DescriptionAttribute"/> for people and, where it has a range, a validation attribute.</remarks>
internal static class KindSettings
{
    /// <summary>What can be set, for people.</summary>
    public static IEnumerable<KindSetting> Of<T>() =>
        from property in typeof(T).GetProperties()
        select new KindSetting(NameOf(property), property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "");

    /// <summary>Reads what is set.</summary>
    /// <param name="mistakes">Gets one entry for each value that cannot be read or is out of range; that property keeps its default.</param>
    public static T Read<T>(Instance instance, List<SettingMistake> mistakes)
        where T : new()
    {
        object settings = new T();
        foreach (var property in typeof(T).GetProperties())
        {
            var name = NameOf(property);
            if (instance.Settings.TryGetValue(name, out var text) && Check(property, text) is var (value, mistake))
            {
                if (mistake is null)
                {
                    property.SetValue(settings, value);
                }
                else
                {
                    mistakes.Add(new SettingMistake($"$.settings.{name}", mistake));
                }
            }
        }

        return (T)settings;
    }

    private static (object? Value, string? Mistake) Check(PropertyInfo property, string text)
    {
        var converter = TypeDescriptor.GetConverter(property.PropertyType);
        if (!converter.IsValid(text))
        {
            // The value itself is not repeated: it may be a secret that slipped into the wrong field.
            return (null, $"Give a {(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).Name}.");
        }

        var value = converter.ConvertFromInvariantString(text);
        var wrong = property.GetCustomAttributes<ValidationAttribute>().FirstOrDefault(a => !a.IsValid(value));
        return (value, wrong?.FormatErrorMessage(NameOf(property)));
    }

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
