// State, nonce and PKCE verifier of one authorisation; each is used once.

import { randomBytes, randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { CoreContext } from '../context.ts'

export interface AuthContext {
  id: string
  consentId: string
  state: string
  nonce: string
  codeVerifier: string | null
  redirectUri: string
  capture: 'loopback' | 'window' | 'paste'
  expires: string
  /** The walkthrough it belongs to; the listener's exchanges are counted to it. */
  runId: string | null
}

interface Row {
  id: string
  account_access_consent_id: string
  state: string
  nonce: string
  redirect_uri: string
  capture: AuthContext['capture']
  expires: string
  used: string | null
  ended: 'abandoned' | 'cancelled' | null
  run_id: string | null
}

const verifierRef = (id: string) => ({ table: 'auth_context', id, column: 'code_verifier' })
const randomText = () => randomBytes(24).toString('base64url')

export const createAuthContexts = ({ store, secrets, clock }: CoreContext) => {
  const fromRow = (row: Row): AuthContext => ({
    id: row.id,
    consentId: row.account_access_consent_id,
    state: row.state,
    nonce: row.nonce,
    codeVerifier: secrets.has(verifierRef(row.id)) ? secrets.get(verifierRef(row.id)).toString() : null,
    redirectUri: row.redirect_uri,
    capture: row.capture,
    expires: row.expires,
    runId: row.run_id,
  })

  const forgetVerifier = (id: string): void => secrets.deleteAll('auth_context', id)

  const rowOf = (id: string) => store.get<Row>('select * from auth_context where id = ?', id)

  return {
    /** Those whose time is over without an answer and without anybody having noted it, such as of a process before this one. */
    expired: (): Pick<AuthContext, 'id' | 'consentId' | 'expires'>[] =>
      store.all(
        `select id, account_access_consent_id as consentId, expires from auth_context
         where used is null and ended is null and expires <= ? order by expires, id`,
        clock.now().toISOString(),
      ),

    /** Ends one that has no answer: none is taken for it any more, so that its PKCE verifier is of no use. False when it was over before. */
    end(id: string, how: NonNullable<Row['ended']>): boolean {
      const { changes } = store.run('update auth_context set ended = ? where id = ? and used is null and ended is null', how, id)
      if (changes > 0) forgetVerifier(id)
      return changes > 0
    },

    /** Fresh random values; nothing is stored yet, because the redirect address may depend on a listener that needs the state. */
    draft: (withVerifier: boolean) => ({
      id: randomUUID(),
      state: randomText(),
      nonce: randomText(),
      codeVerifier: withVerifier ? randomBytes(32).toString('base64url') : null,
    }),

    keep(context: AuthContext): void {
      store.transaction(() => {
        store.run(
          `insert into auth_context (id, created, account_access_consent_id, state, nonce, redirect_uri, capture, expires, run_id)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          ...[context.id, clock.now().toISOString(), context.consentId, context.state, context.nonce],
          ...[context.redirectUri, context.capture, context.expires, context.runId],
        )
        if (context.codeVerifier) secrets.put(verifierRef(context.id), context.codeVerifier)
      })
    },

    get(id: string): AuthContext {
      const row = rowOf(id)
      if (!row) throw new AppError('NOT_FOUND', `Authorisation ${id} was never started`, { field: 'authContextId' })
      return fromRow(row)
    },

    findByState(state: string): AuthContext | null {
      const row = store.get<Row>('select * from auth_context where state = ?', state)
      return row ? fromRow(row) : null
    },

    /** Marks it used, once and for all. Throws AUTHORISATION_FAILED when it was used or cancelled before, or its time is over. */
    consume({ id, expires }: Pick<AuthContext, 'id' | 'expires'>): void {
      const now = clock.now().toISOString()
      // SECURITY: one statement decides; a replayed redirect finds the state used (RFC 6749 §10.12), and one that comes after
      // the customer gave up here finds it ended.
      const { changes } = store.run(
        'update auth_context set used = ? where id = ? and used is null and ended is null and expires > ?',
        ...[now, id, now],
      )
      if (changes === 0) {
        const ended = rowOf(id)?.ended ?? null
        if (ended === 'cancelled') throw over('The authorisation was cancelled here')
        if (ended === 'abandoned' || expires <= now) throw over(`The authorisation expired at ${expires}`)
        throw over('This redirect was used before')
      }
      forgetVerifier(id)
    },
  }
}

const over = (message: string) =>
  new AppError('AUTHORISATION_FAILED', message, { field: 'redirect', remedy: 'Start the authorisation again.' })

export type AuthContexts = ReturnType<typeof createAuthContexts>
