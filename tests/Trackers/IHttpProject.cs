using Microsoft.AspNetCore.Http;
using Patchbay.Tests.Support;

namespace Patchbay.Tests.Trackers;

/// <summary>A project in a tracker that is called over HTTP, through a proxy that can fail.</summary>
public interface IHttpProject : IProject
{
    FaultProxy Proxy { get; }

    /// <summary>Shown to the tracker and never to anybody else.</summary>
    string Secret { get; }

    /// <summary>Whether this request makes the ticket.</summary>
    bool IsCreate(HttpRequest request);

    /// <summary>Whether this request changes a ticket.</summary>
    bool IsUpdate(HttpRequest request);

    /// <summary>Whether this request looks for a marker.</summary>
    bool IsSearch(HttpRequest request);

    /// <summary>A refusal as this tracker words it.</summary>
    string Refusal(string words);

    /// <summary>How many tickets there are, open and closed.</summary>
    Task<int> CountAsync();
}
