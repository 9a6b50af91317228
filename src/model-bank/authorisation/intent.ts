import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { ConsentBook } from '../contracts.ts'

type Consent = NonNullable<ReturnType<ConsentBook['find']>>

/** The consent that an authorisation request names in its claims parameter (uk-protocol §10.4), if any. */
export function intentOf(claims: unknown): string | undefined {
  const parsed: unknown = typeof claims === 'string' ? parse(claims) : claims
  const asked = member(member(parsed, 'id_token'), 'openbanking_intent_id') ?? member(member(parsed, 'userinfo'), 'openbanking_intent_id')
  const value = member(asked, 'value')
  return typeof value === 'string' ? value : undefined
}

/** Refuses an authorisation request whose consent is unknown, another client's, or past authorising. */
export function requireIntent(consents: ConsentBook, claims: unknown, clientId: string): Consent {
  const consentId = intentOf(claims)
  if (consentId === undefined) {
    throw new errors.InvalidRequest('claims.id_token.openbanking_intent_id.value is missing: it names the consent to authorise')
  }
  const consent = consents.find(consentId)
  // SECURITY: another client's consent gets the answer of an unknown one, so that ids cannot be probed.
  if (consent === undefined || consent.clientId !== clientId) {
    throw new errors.InvalidRequest('openbanking_intent_id names no consent of this client')
  }
  if (!consent.open && !consent.authorised) {
    throw new errors.InvalidRequest('openbanking_intent_id names a consent that can no longer be authorised')
  }
  return consent
}

export const acrSca = 'urn:openbanking:psd2:sca'
export const acrCa = 'urn:openbanking:psd2:ca'

/**
 * The acr that a log-in here may be reported as: strong customer authentication, or plain where nothing else
 * was asked for; undefined when the request insists on something unknown (OIDC Core 5.5.1.1).
 */
export function acrFor(claims: unknown): string | undefined {
  const parsed: unknown = typeof claims === 'string' ? parse(claims) : claims
  const asked = member(member(parsed, 'id_token'), 'acr')
  if (member(asked, 'essential') !== true) return acrSca
  const values: unknown = member(asked, 'values') ?? member(asked, 'value') ?? [acrSca]
  const wanted: unknown[] = Array.isArray(values) ? values : [values]
  return [acrSca, acrCa].find((acr) => wanted.includes(acr))
}

/** Runs for every authorisation request before a page is shown, whether or not it has a claims parameter. */
export function checkIntent(consents: ConsentBook, ctx: KoaContextWithOIDC): void {
  const { client, params } = ctx.oidc
  if (client !== undefined) requireIntent(consents, params?.claims, client.clientId)
  if (acrFor(params?.claims) === undefined)
    throw new errors.InvalidRequest('claims.id_token.acr asks for none of the values in acr_values_supported')
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
