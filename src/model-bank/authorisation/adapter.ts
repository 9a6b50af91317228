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
    const entry = id === undefined ? undefined : entries.get(id)
    return entry?.revoked ? undefined : entry?.payload
  }
  const destroy = (id: string) => {
    const payload = entries.get(id)?.payload
    if (payload?.uid !== undefined) byUid.delete(payload.uid)
    if (payload?.userCode !== undefined) byUserCode.delete(payload.userCode)
    entries.delete(id)
  }

  return {
    async upsert(id, payload, expiresIn) {
      written()
      entries.put(id, { payload, expires: expiresIn === undefined ? null : now() + expiresIn * 1000 })
      if (payload.uid !== undefined) byUid.put(payload.uid, id)
      if (payload.userCode !== undefined) byUserCode.put(payload.userCode, id)
      if (payload.grantId !== undefined) addTo(byGrant, payload.grantId, id)
    },
    find: async (id) => find(id),
    findByUid: async (uid) => find(byUid.get(uid)),
    findByUserCode: async (userCode) => find(byUserCode.get(userCode)),
    async consume(id) {
      const entry = entries.get(id)
      if (entry) entries.put(id, { ...entry, payload: { ...entry.payload, consumed: Math.floor(now() / 1000) } })
    },
    destroy: async (id) => destroy(id),
    async revokeByGrantId(grantId) {
      for (const id of byGrant.get(grantId) ?? []) {
        const entry = entries.get(id)
        if (entry && TOKENS.has(model)) entries.put(id, { ...entry, revoked: true })
        else destroy(id)
      }
      byGrant.delete(grantId)
    },
  }
}

/** Whether this was an access token that was revoked, as far as is remembered. */
export function wasRevoked(state: BankState, token: string): boolean {
  return [...TOKENS].some((model) => entriesOf(state, model).get(token)?.revoked === true)
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
