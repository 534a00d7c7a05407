using Patchbay.Integrations;
using Patchbay.Scanners;
using Patchbay.Scanners.CycloneDx;
using Patchbay.Scanners.Dependabot;
using Patchbay.Scanners.Fortify;
using Patchbay.Scanners.Generic;
using Patchbay.Scanners.Inspector;
using Patchbay.Scanners.Osv;
using Patchbay.Scanners.Qualys;
using Patchbay.Scanners.Sarif;
using Patchbay.Scanners.Semgrep;
using Patchbay.Scanners.Sonar;
using Patchbay.Scanners.Spooling;
using Patchbay.Scanners.Trivy;
using Patchbay.Tickets;
using Patchbay.Trackers;
using Patchbay.Trackers.AzureDevOps;
using Patchbay.Trackers.Bitbucket;
using Patchbay.Trackers.Folder;
using Patchbay.Trackers.GitHub;
using Patchbay.Trackers.GitLab;
using Patchbay.Trackers.Jira;
using Patchbay.Trackers.Redmine;
using Patchbay.Trackers.ServiceNow;
using Patchbay.Trackers.Trello;

namespace Patchbay;

/// <summary>What can be read, and where tickets can go: one line for each scanner format and each kind of tracker.</summary>
internal static class Catalogue
{
    /// <summary>Adds every format that can be read.</summary>
    public static void AddScanners(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings.Scans);
        services.AddSingleton<ReportSpool>();
        services.AddSingleton<ReportReader>();
        services.AddSingleton<IReportFormat, SarifFormat>();
        services.AddSingleton<IReportFormat, TrivyFormat>();
        services.AddSingleton<IReportFormat, SemgrepFormat>();
        services.AddSingleton<IReportFormat, SonarFormat>();
        services.AddSingleton<IReportFormat, SonarZipFormat>();
        services.AddSingleton<IReportFormat, CycloneDxFormat>();
        services.AddSingleton<IReportFormat, CycloneDxXmlFormat>();
        services.AddSingleton<IReportFormat, OsvFormat>();
        services.AddSingleton<IReportFormat, DependabotFormat>();
        services.AddSingleton<IReportFormat, FprFormat>();
        services.AddSingleton<IReportFormat, FvdlFormat>();
        services.AddSingleton<IReportFormat, FortifyReportFormat>();
        services.AddSingleton<IReportFormat, WebInspectFormat>();
        services.AddSingleton<IReportFormat, QualysVmFormat>();
        services.AddSingleton<IReportFormat, QualysCsvFormat>();
        services.AddSingleton<IReportFormat, QualysWasFormat>();
        services.AddSingleton<IReportFormat, InspectorFormat>();
        services.AddSingleton<IReportFormat, GenericFormat>();
        services.AddSingleton<IReportFormat, GenericCsvFormat>();
    }

    /// <summary>Adds every tracker that tickets can go to, with the calls it makes.</summary>
    public static void AddTrackers(this IServiceCollection services, Settings settings, bool isHosted)
    {
        services.AddSingleton(new TicketSettings { PublicUrl = settings.PublicUrl });
        services.AddSingleton<TicketWriter>();
        services.AddSingleton<GroupWriter>();
        services.AddSingleton(new FolderSettings { Path = Path.Combine(settings.DataFolder, "tickets") });
        services.AddSingleton(settings.Trackers);
        services.AddSingleton(_ => new TrackerConnections(refusesPrivateAddresses: isHosted));
        services.AddSingleton<ITrackerKind, FolderTrackerKind>();
        services.AddSingleton<ITrackerKind, BitbucketTrackerKind>();
        services.AddSingleton<ITrackerKind, GitHubTrackerKind>();
        services.AddSingleton<ITrackerKind, GitLabTrackerKind>();
        services.AddSingleton<ITrackerKind, JiraCloudKind>();
        services.AddSingleton<ITrackerKind, JiraServerKind>();
        services.AddSingleton<ITrackerKind, AzureDevOpsKind>();
        services.AddSingleton<ITrackerKind, RedmineTrackerKind>();
        services.AddSingleton<ITrackerKind, TrelloTrackerKind>();
        services.AddSingleton<ITrackerKind, ServiceNowKind>();
        services.AddSingleton<ITrackerHooks, GitHubHooks>();
        services.AddSingleton<ITrackerHooks, GitLabHooks>();
        services.AddSingleton<ITrackerHooks, JiraCloudHooks>();
        services.AddSingleton<ITrackerHooks, JiraServerHooks>();
        services.AddSingleton<ITrackerHooks, AzureHooks>();
        services.AddSingleton<ITrackerHooks, ServiceNowHooks>();
        services.AddSingleton<ITrackerHooks, TrelloHooks>();
        services.AddSingleton<ITrackerHooks, BitbucketHooks>();
        services.AddSingleton<TrackerKinds>();
        services.AddSingleton<KindCheck>(provider => provider.GetRequiredService<TrackerKinds>().Check);
        services.AddSingleton<IntegrationRules>();
        services.AddSingleton<IntegrationBook>();
    }
}
