using Patchbay.Scanners.Json;

namespace Patchbay.Scanners.Inspector;

/// <summary>The machine, image or function that a finding is on.</summary>
internal sealed class InspectorResource
{
    private static readonly JsonMembers<InspectorResource> Image = new()
    {
        ["repositoryName"] = static (ref c, resource) => resource.Repository = c.Name(),
        ["registry"] = static (ref c, resource) => resource.Registry = c.Scalar(),
        ["imageTags"] = static (ref c, resource) => c.Texts(resource.Tags),
    };

    private static readonly JsonMembers<InspectorResource> Function = new()
    {
        ["functionName"] = static (ref c, resource) => resource.FunctionName = c.Name(),
    };

    private static readonly JsonMembers<InspectorResource> Details = new()
    {
        ["awsEcrContainerImage"] = static (ref c, resource) => Image.Read(ref c, resource),
        ["awsLambdaFunction"] = static (ref c, resource) => Function.Read(ref c, resource),
    };

    public static readonly JsonMembers<InspectorResource> Members = new()
    {
        ["type"] = static (ref c, resource) => resource.Type = c.Name(),
        ["id"] = static (ref c, resource) => resource.Id = c.Name(),
        ["details"] = static (ref c, resource) => Details.Read(ref c, resource),
    };

    public string? Id { get; private set; }

    /// <summary>Whether it is a machine, which has ports.</summary>
    public bool IsHost => Type == "AWS_EC2_INSTANCE";

    /// <summary>A name that stays when an image is built anew or a function is deployed again.</summary>
    public string? LastingName => Repository ?? FunctionName ?? Id;

    /// <summary>Registry, repository and first tag of an image; null for others and for images without a tag.</summary>
    public string? TaggedImage => Repository is null || Tags.Count == 0 ? null : $"{Registry}/{Repository}:{Tags.Order(StringComparer.Ordinal).First()}";

    private string? Type { get; set; }

    private string? Repository { get; set; }

    private string? Registry { get; set; }

    private List<string> Tags { get; } = [];

    private string? FunctionName { get; set; }
}
