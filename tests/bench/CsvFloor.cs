using CsvHelper;

namespace Patchbay.Bench;

/// <summary>The least that reading CSV in a stream can cost: a walk over every row that makes every field.</summary>
internal static class CsvFloor
{
    /// <summary>Walks a text of any size.</summary>
    /// <returns>Characters of all fields, so that none of the work can be left out.</returns>
    public static long Walk(Stream body)
    {
        using var reader = CsvReader.Create(body, new CsvReaderOptions { HasHeader = false, OnMalformedRecord = static _ => { } }, leaveOpen: true);
        long characters = 0;
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                characters += reader.GetString(i).Length;
            }
        }

        return characters;
    }
}
