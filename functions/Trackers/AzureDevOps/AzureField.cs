namespace Patchbay.Trackers.AzureDevOps;

/// <summary>Reference names of the fields we know.</summary>
internal static class AzureField
{
    public const string Title = "System.Title";
    public const string Description = "System.Description";
    public const string ReproSteps = "Microsoft.VSTS.TCM.ReproSteps";
    public const string Tags = "System.Tags";
    public const string State = "System.State";
    public const string Reason = "System.Reason";
    public const string History = "System.History";
    public const string Type = "System.WorkItemType";
    public const string Project = "System.TeamProject";
    public const string Area = "System.AreaPath";
    public const string AssignedTo = "System.AssignedTo";
    public const string ChangedDate = "System.ChangedDate";
    public const string Priority = "Microsoft.VSTS.Common.Priority";
    public const string Severity = "Microsoft.VSTS.Common.Severity";
    public const string DueDate = "Microsoft.VSTS.Scheduling.DueDate";
}
