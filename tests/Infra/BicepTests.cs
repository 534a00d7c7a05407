using Patchbay.Tests.Support;

namespace Patchbay.Tests.Infra;

/// <summary>The deployment, checked without the Bicep compiler; the last theories check the check.</summary>
public sealed class BicepTests
{
    [SkippableFact]
    public async Task The_deployment_can_be_read_and_calls_its_modules_rightly()
    {
        var check = await BicepCheck.RunAsync(BicepCheck.Infra);

        Assert.Empty(check.Faults);
        Assert.Contains("main.bicep", check.Files);
    }

    [SkippableFact]
    public async Task Every_resource_has_only_properties_and_values_that_Azure_knows()
    {
        var types = Repository.RequireShared("contracts", "bicep-types");

        var check = await BicepCheck.RunAsync(BicepCheck.Infra, types);

        Assert.Empty(check.Faults);
        Assert.Equal(["Microsoft.Resources/resourceGroups@2021-04-01"], check.Unchecked);
    }

    [SkippableTheory]
    [InlineData("storage.bicep", "name: 'default'\n}", "name: 'default'\n", "cannot read")]
    [InlineData("vault.bicep", "? true : null", "? true :", "missing")]
    [InlineData("servicebus.bicep", "in queues:", "in queue5:", "nothing declares queue5")]
    [InlineData("roles.bicep", "guid(vault.id", "giud(vault.id", "unknown function giud")]
    [InlineData("monitoring.bicep", "dailyQuotaGb: dailyGb", "dailyQuotaGb: 1", "dailyGb is never used")]
    [InlineData("main.bicep", "identity.outputs.clientId", "identity.outputs.clientID", "identity.bicep has no output clientID")]
    [InlineData("main.bicep", "    keepDeleted: keepDeletedSecrets\n", "", "module vault lacks the parameter keepDeleted")]
    [InlineData("main.bicep", "keepDeleted: keepDeletedSecrets", "keepDeletd: keepDeletedSecrets", "vault.bicep has no parameter keepDeletd")]
    [InlineData("main.bicep", "'vault.bicep'", "'vaults.bicep'", "module vault: there is no such file")]
    public async Task A_planted_mistake_is_found_by_reading_alone(string file, string text, string mistake, string message)
    {
        var check = await BicepCheck.RunWithAsync(file, text, mistake);

        Assert.Contains(check.Faults, fault => fault.StartsWith(file + ":", StringComparison.Ordinal)
            && fault.Contains(message, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("site.bicep", "httpsOnly: true", "httpOnly: true", "SiteProperties has no property httpOnly")]
    [InlineData("site.bicep", "name: 'custom'", "name: 'costum'", "name may not be 'costum'")]
    [InlineData("site.bicep", "value: string(maxScanBytes)", "value: maxScanBytes", "value may not be maxScanBytes")]
    [InlineData("site.bicep", "primaryEndpoints.table }", "primaryEndpoints.tables }", "Endpoints has no property tables")]
    [InlineData("site.bicep", "name: 'scm'", "name: 'smc'", "no such name")]
    [InlineData("storage.bicep", "'TLS1_2'", "'TLS1_4'", "minimumTlsVersion may not be 'TLS1_4'")]
    [InlineData("storage.bicep", "  sku: { name: 'Standard_LRS' }\n", "", "lacks sku")]
    [InlineData("servicebus.bicep", "disableLocalAuth: true", "disableLocalAuth: 'true'", "disableLocalAuth may not be 'true'")]
    [InlineData("servicebus.bicep", "requiresSession:", "requireSession:", "has no property requireSession")]
    [InlineData("roles.bicep", "principalType: 'ServicePrincipal'", "principalType: 'Service'", "principalType may not be 'Service'")]
    [InlineData("identity.bicep", "  tags: tags\n", "  tags: tags\n  properties: { clientId: name }\n", "clientId is read-only")]
    public async Task A_planted_mistake_is_found_by_the_type_data(string file, string text, string mistake, string message)
    {
        var types = Repository.RequireShared("contracts", "bicep-types");

        var check = await BicepCheck.RunWithAsync(file, text, mistake, types);

        Assert.Contains(check.Faults, fault => fault.StartsWith(file + ":", StringComparison.Ordinal)
            && fault.Contains(message, StringComparison.Ordinal));
    }
}
