// Who may use the host: one token opens one session, once. Nothing of it is on disk.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export interface Session {
  /** Sent by the page with every request that is not a GET. */
  csrf: string
  /** Keeps the session while an event stream is open: a page that is on screen is not idle. Returns the release. */
  hold(): () => void
}

export interface SessionsOptions {
  /** Milliseconds since 1970. */
  now?: () => number
}

export const tokenLifeMs = 60_000
const idleMs = 30 * 60_000
const failureWindowMs = 60_000
const maxFailures = 10

export type Redeemed = { opened: true; secret: string } | { opened: false; limited: boolean }

interface Entry {
  digest: Buffer
  session: Session
  usedAt: number
  holders: number
}

const secretText = (): string => randomBytes(32).toString('base64url')
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/** SECURITY: compares in the same time wherever the texts differ, whatever their lengths. */
export const sameSecret = (one: string, other: string): boolean => timingSafeEqual(digestOf(one), digestOf(other))

export const createSessions = ({ now = Date.now }: SessionsOptions = {}) => {
  let token: { digest: Buffer; expires: number } | null = null
  let failures: number[] = []
  let entries: Entry[] = []

  const alive = ({ usedAt, holders }: Entry) => holders > 0 || now() - usedAt < idleMs

  const add = (): string => {
    const secret = secretText()
    const entry: Entry = {
      digest: digestOf(secret),
      usedAt: now(),
      holders: 0,
      session: { csrf: secretText(), hold: () => hold(entry) },
    }
    entries = [...entries.filter(alive), entry]
    return secret
  }

  const hold = (entry: Entry) => {
    entry.holders += 1
    let held = true
    return () => {
      if (!held) return
      held = false
      entry.holders -= 1
      entry.usedAt = now()
    }
  }

  return {
    /** A token that opens one session within a minute. An earlier one is void, and failures are forgotten: a person has asked. */
    issueToken(): string {
      const text = secretText()
      token = { digest: digestOf(text), expires: now() + tokenLifeMs }
      failures = []
      return text
    },

    /** SECURITY: guessing is limited before the token is compared, so that a right guess in a flood does not count either. */
    redeem(text: string): Redeemed {
      failures = failures.filter((at) => now() - at < failureWindowMs)
      if (failures.length >= maxFailures) return { opened: false, limited: true }
      const right = token !== null && timingSafeEqual(digestOf(text), token.digest)
      if (!token || !right || now() >= token.expires) {
        failures.push(now())
        return { opened: false, limited: false }
      }
      token = null
      return { opened: true, secret: add() }
    },

    /** The session of the first secret that has one, which counts as use; null when none has, or it was idle for too long. */
    find(secrets: string[]): Session | null {
      entries = entries.filter(alive)
      const digests = secrets.map(digestOf)
      const found = entries.filter(({ digest }) => digests.some((one) => timingSafeEqual(one, digest)))[0]
      if (!found) return null
      found.usedAt = now()
      return found.session
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>
