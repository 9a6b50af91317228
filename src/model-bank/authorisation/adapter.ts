import { hash } from 'node:crypto'
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import type { BankState, Collection } from '../contracts.ts'

interface Entry {
  payload: AdapterPayload
  /** Milliseconds since 1970; null for what does not expire. */
  expires: number | null
  revoked?: true
}

// Dead tokens are remembered for a while, so that version 4.0 can say why one is refused (TKXP, TKSP).
const REMEMBERED = 60 * 60 * 1000
const SWEEP_AFTER = 1000
const TOKENS = new Set(['AccessToken', 'ClientCredentials'])
const SWEPT = [
  ...TOKENS,
  'AuthorizationCode',
  'RefreshToken',
  'Grant',
  'Session',
  'Interaction',
  'ReplayDetection',
  'PushedAuthorizationRequest',
]

// SECURITY: whoever reads the bank's state file must find nothing that opens an account: what works as a bearer is kept as its hash.
const BEARERS = new Set([...TOKENS, 'AuthorizationCode', 'RefreshToken', 'PushedAuthorizationRequest'])
const keyOf = (model: string, id: string) => (BEARERS.has(model) ? hash('sha256', id, 'base64url') : id)

const entriesOf = (state: BankState, model: string) => state.collection<Entry>(`oidc:${model}`)

/** Stores what oidc-provider keeps in the bank's state. It judges expiry itself, by `exp`. */
export function createAdapterFactory(state: BankState, now: () => number = Date.now): AdapterFactory {
  let untilSweep = 0
  const sweep = () => {
    for (const model of SWEPT) forgetOld(state, model, now() - REMEMBERED)
    untilSweep = SWEEP_AFTER
  }
  return (model) =>
    createAdapter(state, model, now, () => {
      if (--untilSweep < 0) sweep()
    })
}

function createAdapter(state: BankState, model: string, now: () => number, written: () => void): Adapter {
  const entries = entriesOf(state, model)
  const byUid = state.collection<string>(`oidc:${model}:uid`)
  const byUserCode = state.collection<string>(`oidc:${model}:userCode`)
  const byGrant = state.collection<string[]>(`oidc:${model}:grant`)
  const find = (id: string | undefined) => {
    const entry = id === undefined ? undefined : entries.get(keyOf(model, id))
    if (!entry || entry.revoked) return undefined
    return BEARERS.has(model) ? { ...entry.payload, jti: id } : entry.payload
  }
  const destroy = (key: string) => {
    const payload = entries.get(key)?.payload
    if (payload?.uid !== undefined) byUid.delete(payload.uid)
    if (payload?.userCode !== undefined) byUserCode.delete(payload.userCode)
    entries.delete(key)
  }

  return {
    async upsert(id, payload, expiresIn) {
      written()
      const key = keyOf(model, id)
      const { jti: _, ...nameless } = payload
      const kept = BEARERS.has(model) ? nameless : payload
      entries.put(key, { payload: kept, expires: expiresIn === undefined ? null : now() + expiresIn * 1000 })
      if (payload.uid !== undefined) byUid.put(payload.uid, id)
      if (payload.userCode !== undefined) byUserCode.put(payload.userCode, id)
      if (payload.grantId !== undefined) addTo(byGrant, payload.grantId, key)
    },
    find: async (id) => find(id),
    findByUid: async (uid) => find(byUid.get(uid)),
    findByUserCode: async (userCode) => find(byUserCode.get(userCode)),
    async consume(id) {
      const key = keyOf(model, id)
      const entry = entries.get(key)
      if (entry) entries.put(key, { ...entry, payload: { ...entry.payload, consumed: Math.floor(now() / 1000) } })
    },
    destroy: async (id) => destroy(keyOf(model, id)),
    async revokeByGrantId(grantId) {
      for (const key of byGrant.get(grantId) ?? []) {
        const entry = entries.get(key)
        if (entry && TOKENS.has(model)) entries.put(key, { ...entry, revoked: true })
        else destroy(key)
      }
      byGrant.delete(grantId)
    },
  }
}

/** Whether this was an access token that was revoked, as far as is remembered. */
export function wasRevoked(state: BankState, token: string): boolean {
  return [...TOKENS].some((model) => entriesOf(state, model).get(keyOf(model, token))?.revoked === true)
}

/** Ends every token, code and grant of a client. */
export function forgetClient(state: BankState, clientId: string): void {
  for (const model of SWEPT) {
    const entries = entriesOf(state, model)
    for (const { key, value } of entries.all()) if (value.payload.clientId === clientId) entries.delete(key)
  }
}

function addTo(index: Collection<string[]>, key: string, id: string): void {
  const ids = index.get(key) ?? []
  if (!ids.includes(id)) index.put(key, [...ids, id])
}

function forgetOld(state: BankState, model: string, before: number): void {
  const entries = entriesOf(state, model)
  const byUid = state.collection<string>(`oidc:${model}:uid`)
  const byGrant = state.collection<string[]>(`oidc:${model}:grant`)
  for (const { key, value } of entries.all()) {
    if (value.expires === null || value.expires > before) continue
    entries.delete(key)
    if (value.payload.uid !== undefined) byUid.delete(value.payload.uid)
  }
  for (const { key, value } of byGrant.all()) {
    const left = value.filter((id) => entries.get(id) !== undefined)
    if (left.length === 0) byGrant.delete(key)
    else if (left.length < value.length) byGrant.put(key, left)
  }
}
