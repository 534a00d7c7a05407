// Everything Patchbay needs in one resource group. Values that ops may change are parameters here and nowhere else.
targetScope = 'subscription'

@description('Name of the azd environment; it names the resource group.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of every resource. It must offer Flex Consumption.')
@metadata({ azd: { type: 'location' } })
param location string

@description('Where people reach Patchbay, without a slash at the end; links in tickets begin with it. Empty: the host name Azure gives.')
param publicUrl string = ''

@description('Largest scan report taken, in bytes, unpacked.')
param maxScanBytes int = 1073741824

@description('Most instances of one group of functions.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Memory of one instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Telemetry taken in a day before it is cut off, in GB.')
@minValue(1)
param dailyTelemetryGb int = 1

@description('Keep deleted secrets from being purged for 90 days. The vault cannot be made anew under its name in that time.')
param keepDeletedSecrets bool = true

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

// Known before anything exists, because role assignments and references need names at the start.
var storageName = 'st${token}'
var serviceBusName = 'sbns-${token}'
var vaultName = 'kv-${token}'
var insightsName = 'appi-${token}'
var tableName = 'patchbay'
var packageContainerName = 'packages'

resource group 'Microsoft.Resources/resourceGroups@2021-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: 'log-${token}'
    insightsName: insightsName
    location: location
    tags: tags
    dailyGb: dailyTelemetryGb
  }
}

module storage 'storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: storageName
    location: location
    tags: tags
    tableName: tableName
    packageContainerName: packageContainerName
  }
}

module serviceBus 'servicebus.bicep' = {
  name: 'servicebus'
  scope: group
  params: {
    name: serviceBusName
    location: location
    tags: tags
  }
}

module vault 'vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: vaultName
    location: location
    tags: tags
    keepDeleted: keepDeletedSecrets
  }
}

module roles 'roles.bicep' = {
  name: 'roles'
  scope: group
  params: {
    principalId: identity.outputs.principalId
    storageName: storageName
    serviceBusName: serviceBusName
    vaultName: vaultName
    insightsName: insightsName
  }
  dependsOn: [monitoring, storage, serviceBus, vault]
}

module site 'site.bicep' = {
  name: 'site'
  scope: group
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storageName
    packageContainerName: packageContainerName
    tableName: tableName
    serviceBusName: serviceBusName
    vaultName: vaultName
    insightsName: insightsName
    publicUrl: publicUrl
    maxScanBytes: maxScanBytes
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
  }
  dependsOn: [roles]
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_APP string = site.outputs.name
output PATCHBAY_URL string = site.outputs.url
