// The bank's public keys, and which of them verifies a token.

import type { JWK } from 'jose'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../clock.ts'
import { bankErrorFrom } from './bank-error.ts'
import type { BankClient, BankRequest, BankResponse } from './client.ts'
import type { BankSession, ExchangeContext } from './session.ts'

/** alg and kid of a token's header; x5u, jku and jwk are never looked at (FAPI 1.0 Advanced 8.9). */
export interface KeyHint {
  alg: string
  kid?: string
}

/** The key that verifies a token with this header; null when there is none, or more than one. */
export type KeyResolver = (hint: KeyHint) => Promise<JWK | null>

const jwks = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) })
const cacheMs = 5 * 60_000

/**
 * Key sets by registration, fetched when first needed, kept for five minutes, and fetched once more when a key is unknown
 * (a bank that has rotated). The resolver throws what `BankClient.send` throws, and BANK_INVALID_RESPONSE for a body that is no JWKS.
 */
export function createBankKeys(bank: BankClient, clock: Clock) {
  const cache = new Map<string, { fetched: number; keys: Promise<JWK[]> }>()

  const fetchKeys = (name: string, session: BankSession, context: ExchangeContext) => {
    const { jwksUri: url } = session.endpoints
    if (url === null) throw new AppError('BANK_SIGNATURE_INVALID', 'The bank signed something, and it publishes no keys to check it with')
    const request: BankRequest = { method: 'GET', url, headers: [['accept', 'application/json']] }
    const keys = bank.send(session.target, session.identity, request, context).then(processJwksResponse)
    cache.set(name, { fetched: clock.now().getTime(), keys })
    // A failure is reported to whoever waits for it, and not remembered.
    keys.catch(() => cache.get(name)?.keys === keys && cache.delete(name))
    return keys
  }

  const nameOf = ({ bankRegistrationId, endpoints }: BankSession) => `${bankRegistrationId} ${endpoints.jwksUri}`

  const fresh = (name: string) => {
    const kept = cache.get(name)
    return kept && clock.now().getTime() - kept.fetched < cacheMs ? kept.keys : null
  }

  return {
    keysFor(session: BankSession, context: ExchangeContext): KeyResolver {
      const name = nameOf(session)
      return async (hint) => {
        const kept = fresh(name)
        if (!kept) return selectKey(await fetchKeys(name, session, context), hint)
        return selectKey(await kept, hint) ?? selectKey(await fetchKeys(name, session, context), hint)
      }
    },
    /** Fetches what will be needed soon; where that fails, whoever needs it asks again. */
    fetchAhead(session: BankSession, context: ExchangeContext): void {
      const name = nameOf(session)
      if (session.endpoints.jwksUri !== null && !fresh(name)) void fetchKeys(name, session, context)
    },
    /** Drops what is kept, such as after a registration was deleted. */
    forget(bankRegistrationId: string): void {
      for (const name of cache.keys()) if (name.startsWith(`${bankRegistrationId} `)) cache.delete(name)
    },
  }
}
export type BankKeys = ReturnType<typeof createBankKeys>

/** RFC 7517 §5. */
export function processJwksResponse(response: BankResponse): JWK[] {
  if (response.status !== 200) throw bankErrorFrom(response, 'Request for the bank’s key set')
  const parsed = jwks.safeParse(response.json())
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') || 'document'
    throw new AppError('BANK_INVALID_RESPONSE', `Key set of the bank is not usable: "${where}" is not as RFC 7517 asks for`, {
      requestLogId: response.requestLogId,
    })
  }
  return parsed.data.keys
}

/**
 * The one key that fits key id, type, use, operation and algorithm; null when none or several do.
 * FAPI 1.0 Advanced 8.11: keys that share a kid are told apart by kty, use and alg.
 */
export function selectKey(keys: JWK[], { alg, kid }: KeyHint): JWK | null {
  const fitting = keys.filter(
    (key) =>
      key.kty === keyTypeOf(alg) &&
      (kid === undefined || key.kid === kid) &&
      (key.alg === undefined || key.alg === alg) &&
      (key.use === undefined || key.use === 'sig') &&
      (key.key_ops === undefined || key.key_ops.includes('verify')) &&
      (alg !== 'ES256' || key.crv === 'P-256'),
  )
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

/** FAPI 1.0 Advanced 8.6 allows PS256 and ES256; RS256 is known so that a token signed with it can be judged. */
function keyTypeOf(alg: string): string | null {
  if (alg === 'PS256' || alg === 'RS256') return 'RSA'
  return alg === 'ES256' ? 'EC' : null
}
