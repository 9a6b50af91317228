import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import { type AccountAccessConsent, type ConsentEvent, reconfirmationDays } from '../../../shared/model/account-access-consent.ts'
import { type IdTokenFacts, idTokenFacts } from '../bank/refreshed-id-token.ts'
import type { CoreContext } from '../context.ts'

interface Row {
  id: string
  created: string
  bank_registration_id: string
  reference: string | null
  api_version: AccountAccessConsent['apiVersion']
  consent_id: string | null
  state: AccountAccessConsent['state']
  status: AccountAccessConsent['status']
  external_status: string | null
  status_updated: string | null
  permissions: string
  expiration_date_time: string | null
  transaction_from_date_time: string | null
  transaction_to_date_time: string | null
  token_facts: string | null
  id_token: string | null
  ready_from: string | null
  warnings: string
  authorised: string | null
  reconfirmed: string | null
}

interface EventRow extends Omit<ConsentEvent, 'requestLogId'> {
  request_log_id: string | null
}

const day = 86_400_000

const reconfirmationOf = ({ authorised, reconfirmed }: Row): AccountAccessConsent['reconfirmation'] => {
  if (authorised === null) return null
  const last = Math.max(Date.parse(authorised), Date.parse(reconfirmed ?? authorised))
  return { authorised, reconfirmed, due: new Date(last + reconfirmationDays * day).toISOString() }
}

/** Versions before this one kept times of any year, which nothing that shows a consent takes. */
const factsFrom = (json: string): TokenFacts => {
  const facts: TokenFacts = JSON.parse(json)
  const written = (time: string | null) => (time !== null && /^\d{4}-/.test(time) ? time : null)
  return { ...facts, accessTokenExpires: written(facts.accessTokenExpires), refreshTokenExpires: written(facts.refreshTokenExpires) }
}

const fromRow = (row: Row): AccountAccessConsent => ({
  id: row.id,
  created: row.created,
  bankRegistrationId: row.bank_registration_id,
  reference: row.reference,
  apiVersion: row.api_version,
  consentId: row.consent_id,
  state: row.state,
  status: row.status,
  externalStatus: row.external_status,
  statusUpdated: row.status_updated,
  permissions: JSON.parse(row.permissions),
  expirationDateTime: row.expiration_date_time,
  transactionFromDateTime: row.transaction_from_date_time,
  transactionToDateTime: row.transaction_to_date_time,
  tokens: row.token_facts ? factsFrom(row.token_facts) : null,
  reconfirmation: reconfirmationOf(row),
  readyFrom: row.ready_from,
  warnings: JSON.parse(row.warnings),
})

export type NewConsent = Pick<
  AccountAccessConsent,
  | 'bankRegistrationId'
  | 'reference'
  | 'apiVersion'
  | 'permissions'
  | 'expirationDateTime'
  | 'transactionFromDateTime'
  | 'transactionToDateTime'
>

export interface ConsentTokens {
  accessToken: string
  refreshToken: string | null
}

export type TokenFacts = NonNullable<AccountAccessConsent['tokens']>

const table = 'account_access_consent'

export const createConsentRecords = ({ store, secrets, clock, emit }: CoreContext) => {
  const changed = (id: string) => emit({ type: 'changed', aggregate: 'accountAccessConsent', id })

  const records = {
    list: (): AccountAccessConsent[] => store.all<Row>(`select * from ${table} order by created, id`).map(fromRow),

    get(id: string, field = 'id'): AccountAccessConsent {
      const row = store.get<Row>(`select * from ${table} where id = ?`, id)
      if (!row) throw new AppError('NOT_FOUND', `Account access consent ${id} is not in this workspace`, { field })
      return fromRow(row)
    },

    insert(entry: NewConsent): AccountAccessConsent {
      const id = randomUUID()
      store.run(
        `insert into ${table} (id, created, bank_registration_id, reference, api_version, state, status, permissions, expiration_date_time,
           transaction_from_date_time, transaction_to_date_time) values (?, ?, ?, ?, ?, 'creating', 'unknown', ?, ?, ?, ?)`,
        ...[id, clock.now().toISOString(), entry.bankRegistrationId, entry.reference, entry.apiVersion, JSON.stringify(entry.permissions)],
        ...[entry.expirationDateTime, entry.transactionFromDateTime, entry.transactionToDateTime],
      )
      changed(id)
      return records.get(id)
    },

    /** What the bank says of the consent. */
    update(
      id: string,
      answer: Pick<AccountAccessConsent, 'consentId' | 'status' | 'externalStatus' | 'statusUpdated' | 'warnings'> & {
        readyFrom?: string | null
      },
    ): AccountAccessConsent {
      const before = records.get(id)
      store.run(
        `update ${table} set state = 'created', consent_id = ?, status = ?, external_status = ?, status_updated = ?, warnings = ?,
           ready_from = coalesce(?, ready_from) where id = ?`,
        ...[answer.consentId, answer.status, answer.externalStatus, answer.statusUpdated, JSON.stringify(answer.warnings)],
        ...[answer.readyFrom ?? null, id],
      )
      if (before.consentId === null) records.happened(id, 'created', { status: answer.status })
      else if (before.status !== answer.status)
        records.happened(id, 'statusChanged', { status: answer.status, detail: answer.externalStatus })
      changed(id)
      return records.get(id)
    },

    /** Adds to the history, now unless `at` says otherwise; `changed` is told by whoever changes the consent. */
    happened(id: string, event: ConsentEvent['event'], more: Partial<Omit<ConsentEvent, 'event'>> = {}): void {
      const { at = clock.now().toISOString(), status = null, detail = null, requestLogId = null } = more
      store.run(
        'insert into consent_event (account_access_consent_id, at, event, status, detail, request_log_id) values (?, ?, ?, ?, ?, ?)',
        ...[id, at, event, status, detail, requestLogId],
      )
    },

    history: (id: string): ConsentEvent[] =>
      store
        .all<EventRow>('select * from consent_event where account_access_consent_id = ? order by at, number', id)
        .map(({ at, event, status, detail, request_log_id }) => ({ at, event, status, detail, requestLogId: request_log_id })),

    reconfirm(id: string): AccountAccessConsent {
      store.transaction(() => {
        store.run(`update ${table} set reconfirmed = ? where id = ?`, clock.now().toISOString(), id)
        records.happened(id, 'reconfirmed')
      })
      changed(id)
      return records.get(id)
    },

    /** What the ID token of the last authorisation said; null when there was none. */
    idToken(id: string): IdTokenFacts | null {
      const kept = store.get<Row>(`select * from ${table} where id = ?`, id)?.id_token
      return kept ? idTokenFacts.parse(JSON.parse(kept)) : null
    },

    keepIdToken(id: string, facts: IdTokenFacts | null): void {
      store.run(`update ${table} set id_token = ? where id = ?`, facts && JSON.stringify(facts), id)
    },

    setState(id: string, state: AccountAccessConsent['state']): void {
      store.run(`update ${table} set state = ? where id = ?`, state, id)
      changed(id)
    },

    tokens(id: string): ConsentTokens | null {
      const access = { table, id, column: 'access_token' }
      const refresh = { table, id, column: 'refresh_token' }
      if (!secrets.has(access)) return null
      return { accessToken: secrets.get(access).toString(), refreshToken: secrets.has(refresh) ? secrets.get(refresh).toString() : null }
    },

    /** Seals new tokens and what is known of them in one transaction; the old ones are gone after it. `event` is how they were obtained. */
    keepTokens(id: string, tokens: ConsentTokens, facts: TokenFacts, event: 'authorised' | 'refreshed'): void {
      store.transaction(() => {
        secrets.deleteAll(table, id)
        secrets.put({ table, id, column: 'access_token' }, tokens.accessToken)
        if (tokens.refreshToken) secrets.put({ table, id, column: 'refresh_token' }, tokens.refreshToken)
        store.run(`update ${table} set token_facts = ? where id = ?`, JSON.stringify(facts), id)
        if (event === 'authorised') store.run(`update ${table} set authorised = ? where id = ?`, facts.obtained, id)
        records.happened(id, event)
      })
      changed(id)
    },

    remove(id: string): void {
      store.transaction(() => {
        secrets.deleteAll(table, id)
        const started = store.all<{ id: string }>('select id from auth_context where account_access_consent_id = ?', id)
        for (const context of started) secrets.deleteAll('auth_context', context.id)
        store.run(`delete from ${table} where id = ?`, id)
      })
      changed(id)
    },
  }
  return records
}

export type ConsentRecords = ReturnType<typeof createConsentRecords>
