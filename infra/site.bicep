param name string
param planName string
param location string
param tags object
param identityId string
param identityClientId string
param storageName string
param packageContainerName string
param tableName string
param serviceBusName string
param vaultName string
param insightsName string
param publicUrl string
param maxScanBytes int
param maximumInstances int
param instanceMemoryMB int

resource storage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

var hostName = '${name}.azurewebsites.net'
var url = empty(publicUrl) ? 'https://${hostName}' : publicUrl
var serviceBusHost = '${serviceBusName}.servicebus.windows.net'

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: {
    reserved: true
  }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'patchbay' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      minTlsVersion: '1.2'
      // Replaced as a whole at each deployment: what is set by hand in the portal does not last.
      appSettings: [
        { name: 'AzureWebJobsStorage__accountName', value: storageName }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
        { name: 'ServiceBusConnection__fullyQualifiedNamespace', value: serviceBusHost }
        { name: 'ServiceBusConnection__credential', value: 'managedidentity' }
        { name: 'ServiceBusConnection__clientId', value: identityClientId }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
        { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identityClientId};Authorization=AAD' }
        { name: 'AZURE_CLIENT_ID', value: identityClientId }
        // The host's own limit is 100 MB; Patchbay counts the unpacked bytes itself.
        { name: 'FUNCTIONS_REQUEST_BODY_SIZE_LIMIT', value: string(maxScanBytes) }
        { name: 'Patchbay__Tables__Endpoint', value: storage.properties.primaryEndpoints.table }
        { name: 'Patchbay__Tables__Table', value: tableName }
        { name: 'Patchbay__Vault__Uri', value: vault.properties.vaultUri }
        { name: 'Patchbay__Scans__MaxBytes', value: string(maxScanBytes) }
        { name: 'Patchbay__PublicUrl', value: url }
        // The host takes every line of output for an event of its own.
        { name: 'Logging__Console__FormatterName', value: 'simple' }
        { name: 'Logging__Console__FormatterOptions__SingleLine', value: 'true' }
      ]
    }
    functionAppConfig: {
      // Version 1.0 is the only one; it says nothing about .NET, which the package brings along.
      runtime: { name: 'custom', version: '1.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packageContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        // Uploads are long and read as they come: few at once keep an instance's memory and processor for them.
        triggers: {
          http: { perInstanceConcurrency: 16 }
        }
      }
    }
  }
}

resource noFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'ftp'
  properties: { allow: false }
}

resource noBasicDeployment 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'scm'
  properties: { allow: false }
}

output name string = site.name
output url string = url
