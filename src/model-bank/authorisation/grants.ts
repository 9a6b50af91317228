import type { Provider } from 'oidc-provider'
import type { BankState, Collection } from '../contracts.ts'

/** Which grant and which customer stand behind an authorised consent, by ConsentId. */
export type Grants = Collection<{ grantId: string; customer: string }>

export const openGrants = (state: BankState): Grants => state.collection('grants')

interface Approval {
  consentId: string
  clientId: string
  customer: string
  scope: string
}

/**
 * Makes the grant of an approved consent. A consent has one grant: on re-authorisation the tokens of
 * the one before die (uk-protocol §5.5). Returns the id of the grant.
 */
export async function grantConsent(deps: { provider: Provider; grants: Grants }, approval: Approval): Promise<string> {
  const { provider, grants } = deps
  const before = grants.get(approval.consentId)
  if (before) await revokeGrant(provider, before.grantId)
  const grant = new provider.Grant({ accountId: approval.consentId, clientId: approval.clientId })
  grant.addOIDCScope(approval.scope)
  grant.addOIDCClaims(['openbanking_intent_id', 'acr', 'auth_time'])
  const grantId = await grant.save()
  grants.put(approval.consentId, { grantId, customer: approval.customer })
  return grantId
}

async function revokeGrant(provider: Provider, grantId: string): Promise<void> {
  await provider.AccessToken.revokeByGrantId(grantId)
  await provider.RefreshToken.revokeByGrantId(grantId)
  await provider.AuthorizationCode.revokeByGrantId(grantId)
  await provider.Grant.adapter.destroy(grantId)
}
