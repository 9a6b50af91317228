import type { Provider } from 'oidc-provider'
import type { Authenticate, BankState, Refusal } from '../contracts.ts'
import type { ClientBook } from '../registration/clients.ts'
import { thumbprintOf } from '../trust.ts'
import { wasRevoked } from './adapter.ts'
import type { Grants } from './grants.ts'

export interface AuthenticateDeps {
  provider: Provider
  state: BankState
  clients: ClientBook
  grants: Grants
}

/** Judges the access token of a call: known, in time, bound to the certificate presented, and its client's own. */
export function createAuthenticate({ provider, state, clients, grants }: AuthenticateDeps): Authenticate {
  return async ({ authorization, peerCertificate }) => {
    const value = bearer(authorization)
    if (value === null) return refuse(null, 'The access token is missing', 'Bearer')
    const token = await findToken(provider, value)
    if (token === undefined) {
      if (wasRevoked(state, value)) return refuse('TKSP', 'The access token was revoked')
      return refuse(null, 'The access token is not known')
    }
    if (token.isExpired) return refuse('TKXP', 'The access token expired')
    // RFC 8705 §3: a bound token with another certificate is an invalid token.
    if (peerCertificate === null) return refuse('TK01', 'No client certificate was presented; the access token is bound to one')
    if (token['x5t#S256'] !== thumbprintOf(peerCertificate))
      return refuse('TK01', 'The access token is bound to another client certificate')
    const clientId = token.clientId ?? ''
    const relation = clients.relation(clientId, peerCertificate)
    if (!relation.ok) return refuse('TK01', `The call is refused: ${relation.reason}`)

    const consentId = 'accountId' in token ? token.accountId : null
    const scopes = (token.scope ?? '').split(' ').filter((scope) => scope !== '')
    const customer = consentId === null ? null : (grants.get(consentId)?.customer ?? null)
    return { ok: true, caller: { clientId, scopes, consentId, customer } }
  }
}

/** The same, for an interface that needs a scope. */
export function requireScope(authenticate: Authenticate, scope: string): Authenticate {
  return async (request) => {
    const verdict = await authenticate(request)
    if (!verdict.ok || verdict.caller.scopes.includes(scope)) return verdict
    // Clause of RFC 6750 §3.1. The code set of 4.0 has no reason for a missing scope, so that "other" (U042) stands in.
    const refusal: Refusal = {
      status: 403,
      reason: 'U042',
      message: `The access token lacks scope ${scope}`,
      wwwAuthenticate: `Bearer error="insufficient_scope", scope="${scope}"`,
    }
    return { ok: false, refusal }
  }
}

/** Ends one access token. */
export async function revokeToken(provider: Provider, authorization: string | undefined): Promise<void> {
  const token = await findToken(provider, bearer(authorization) ?? '')
  await token?.destroy()
}

async function findToken(provider: Provider, value: string) {
  const options = { ignoreExpiration: true }
  return (await provider.AccessToken.find(value, options)) ?? (await provider.ClientCredentials.find(value, options))
}

function bearer(authorization: string | undefined): string | null {
  return /^bearer +([\w~+/.=-]+)$/i.exec(authorization ?? '')?.[1] ?? null
}

function refuse(
  reason: string | null,
  message: string,
  wwwAuthenticate = `Bearer error="invalid_token", error_description="${message.replace(/["\\]/g, '')}"`,
) {
  const refusal: Refusal = { status: 401, reason, message, wwwAuthenticate }
  return { ok: false as const, refusal }
}
