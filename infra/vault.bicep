param name string
param location string
param tags object
param keepDeleted bool

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // Azure refuses false: the property is either true or absent.
    enablePurgeProtection: keepDeleted ? true : null
  }
}
