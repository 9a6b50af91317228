// Where this bank's ways differ in what oidc-provider takes for granted: its clients, its scopes, its name.

import { type AdapterFactory, errors, type Provider } from 'oidc-provider'
import { standIns } from '../../shared/bank-persona.ts'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'

export const scopes = ['openid', 'accounts', 'payments', 'fundsconfirmations']

/** Words of the bank's own in the scope that it wants. They open nothing. */
export const additionalScopes = ({ authorisationScope }: BankBehaviour): string[] =>
  (authorisationScope ?? '').split(' ').filter((word) => word !== '' && !scopes.includes(word))

/** Clients as this bank takes them, whatever they registered: without request objects, with the words of its own in their scope. */
export const takenAs =
  (behaviour: BankBehaviour, adapter: AdapterFactory): AdapterFactory =>
  (model) => {
    const all = adapter(model)
    const more = additionalScopes(behaviour)
    if (model !== 'Client') return all
    return {
      ...all,
      async find(id) {
        const client = await all.find(id)
        return (
          client && {
            ...client,
            ...(behaviour.requestObject === 'none' && { require_signed_request_object: false }),
            ...(more.length > 0 && typeof client.scope === 'string' && { scope: [client.scope, ...more].join(' ') }),
          }
        )
      },
    }
  }

/** Request objects are made out to the bank group. */
export function answerToRoot(provider: Provider): void {
  Object.defineProperty(provider.OIDCContext.prototype, 'issuer', { get: () => standIns.groupRoot(provider.issuer) })
}

/** RFC 7523 §3 lets either stand in a client assertion; this bank may take one of them only. */
export function requireAudience(
  aud: unknown,
  wanted: BankBehaviour['clientAssertionAudience'],
  names: Record<NonNullable<BankBehaviour['clientAssertionAudience']>, string>,
): void {
  if (wanted === null || [aud].flat().includes(names[wanted])) return
  throw new errors.InvalidClientAuth(`aud of the client assertion has to be ${names[wanted]}`)
}
