using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Patchbay.Api;

/// <summary>Finds the report in a request: the body itself, or the first file of a form, as <c>curl -F</c> and browsers send it.</summary>
public static class ReportPart
{
    /// <summary>The stream to read the report from; null when the request is a form without a file.</summary>
    public static async Task<Stream?> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return request.Body;
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (!boundary.HasValue || boundary.Length == 0)
        {
            return null;
        }

        var parts = new MultipartReader(boundary.Value!, request.Body);
        try
        {
            while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
            {
                if (part.GetContentDispositionHeader()?.IsFileDisposition() == true)
                {
                    return new FormFile(part.Body);
                }
            }
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            // It ends before a file begins, so it holds none.
            return null;
        }

        return null;
    }
}
