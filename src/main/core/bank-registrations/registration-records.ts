import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { ObWacCertificate } from '../../../shared/model/certificate.ts'
import type { CoreContext } from '../context.ts'

interface Row {
  id: string
  created: string
  bank_profile_id: string
  software_statement_id: string
  state: BankRegistration['state']
  external_api_id: string | null
  registered_elsewhere: number
  token_endpoint_auth_method: BankRegistration['tokenEndpointAuthMethod']
  tls_client_auth_subject_dn: string | null
  scope: string
  redirect_uris: string
  endpoints: string
  requested: string | null
  accepted: string | null
  signing_algorithm: BankRegistration['signingAlgorithm']
  registration_group: string | null
  shares_client_of: string | null
  warnings: string
}

interface BindingRow {
  ob_wac_certificate_id: string
  subject: string
  sha256_fingerprint: string
  bound: string
}

export type NewRegistration = Pick<
  BankRegistration,
  | 'bankProfileId'
  | 'softwareStatementId'
  | 'state'
  | 'externalApiId'
  | 'registeredElsewhere'
  | 'tokenEndpointAuthMethod'
  | 'tlsClientAuthSubjectDn'
  | 'scope'
  | 'redirectUris'
  | 'endpoints'
  | 'requested'
  | 'signingAlgorithm'
  | 'registrationGroup'
>

/** What a registration has of the client that it shares, beside its secrets. */
export type SharedClient = Partial<Pick<BankRegistration, 'accepted' | 'warnings' | 'sharesClientOf'>>

/** What the bank answered, and what was asked for when that is new. */
export interface AcceptedAnswer {
  clientId: string
  clientSecret: string | null
  registrationAccessToken: string | null
  accepted: Record<string, unknown>
  warnings: BankRegistration['warnings']
  requested?: Record<string, unknown>
  redirectUris?: string[]
  scope?: string
  registrationGroup?: string
}

export type RegistrationSecret = 'client_secret' | 'registration_access_token'

export const createRegistrationRecords = ({ store, secrets, clock, emit }: CoreContext) => {
  const changed = (id: string) => emit({ type: 'changed', aggregate: 'bankRegistration', id })
  const secretRef = (id: string, column: RegistrationSecret) => ({ table: 'bank_registration', id, column })

  const fromRow = (row: Row): BankRegistration => {
    const bindings = store
      .all<BindingRow>('select * from certificate_binding where bank_registration_id = ? order by number desc', row.id)
      .map((binding) => ({
        obWacCertificateId: binding.ob_wac_certificate_id,
        subject: binding.subject,
        sha256Fingerprint: binding.sha256_fingerprint,
        bound: binding.bound,
      }))
    const [binding, ...bindingHistory] = bindings
    if (!binding) throw new AppError('DATABASE_FAILED', `Registration ${row.id} has no certificate binding`)
    return {
      id: row.id,
      created: row.created,
      bankProfileId: row.bank_profile_id,
      softwareStatementId: row.software_statement_id,
      state: row.state,
      externalApiId: row.external_api_id,
      hasClientSecret: secrets.has(secretRef(row.id, 'client_secret')),
      hasRegistrationAccessToken: secrets.has(secretRef(row.id, 'registration_access_token')),
      registeredElsewhere: row.registered_elsewhere === 1,
      tokenEndpointAuthMethod: row.token_endpoint_auth_method,
      tlsClientAuthSubjectDn: row.tls_client_auth_subject_dn,
      scope: row.scope,
      redirectUris: JSON.parse(row.redirect_uris),
      endpoints: JSON.parse(row.endpoints),
      requested: row.requested ? JSON.parse(row.requested) : null,
      accepted: row.accepted ? JSON.parse(row.accepted) : null,
      signingAlgorithm: row.signing_algorithm,
      registrationGroup: row.registration_group,
      sharesClientOf: row.shares_client_of,
      warnings: JSON.parse(row.warnings),
      binding,
      bindingHistory,
    }
  }

  const records = {
    list: (): BankRegistration[] => store.all<Row>('select * from bank_registration order by created, id').map(fromRow),

    get(id: string, field = 'id'): BankRegistration {
      const row = store.get<Row>('select * from bank_registration where id = ?', id)
      if (!row) throw new AppError('NOT_FOUND', `Bank registration ${id} is not in this workspace`, { field })
      return fromRow(row)
    },

    insert(entry: NewRegistration, certificate: ObWacCertificate, shared: SharedClient = {}): BankRegistration {
      const id = randomUUID()
      const { accepted = null, warnings = [], sharesClientOf = null } = shared
      store.transaction(() => {
        store.run(
          `insert into bank_registration (id, created, bank_profile_id, software_statement_id, state, external_api_id, registered_elsewhere,
             token_endpoint_auth_method, tls_client_auth_subject_dn, scope, redirect_uris, endpoints, requested,
             accepted, signing_algorithm, registration_group, shares_client_of, warnings)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          ...[id, clock.now().toISOString(), entry.bankProfileId, entry.softwareStatementId, entry.state, entry.externalApiId],
          ...[entry.registeredElsewhere ? 1 : 0, entry.tokenEndpointAuthMethod, entry.tlsClientAuthSubjectDn, entry.scope],
          ...[JSON.stringify(entry.redirectUris), JSON.stringify(entry.endpoints), entry.requested && JSON.stringify(entry.requested)],
          ...[accepted && JSON.stringify(accepted), entry.signingAlgorithm, entry.registrationGroup, sharesClientOf],
          JSON.stringify(warnings),
        )
        records.bind(id, certificate)
      })
      changed(id)
      return records.get(id)
    },

    /** Records that the registration is from now on used with this certificate. */
    bind(id: string, certificate: ObWacCertificate): void {
      store.run(
        'insert into certificate_binding (bank_registration_id, ob_wac_certificate_id, subject, sha256_fingerprint, bound) values (?, ?, ?, ?, ?)',
        ...[id, certificate.id, certificate.subject, certificate.sha256Fingerprint, clock.now().toISOString()],
      )
      changed(id)
    },

    setState(id: string, state: BankRegistration['state']): void {
      store.run('update bank_registration set state = ? where id = ?', state, id)
      changed(id)
    },

    /** Secrets are sealed in the same transaction. */
    accept(id: string, answer: AcceptedAnswer): BankRegistration {
      store.transaction(() => {
        const before = records.get(id)
        const requested = answer.requested ?? before.requested
        store.run(
          `update bank_registration set state = 'registered', external_api_id = ?, accepted = ?, warnings = ?, requested = ?, redirect_uris = ?,
             scope = ?, registration_group = ? where id = ?`,
          ...[answer.clientId, JSON.stringify(answer.accepted), JSON.stringify(answer.warnings), JSON.stringify(requested)],
          ...[JSON.stringify(answer.redirectUris ?? before.redirectUris), answer.scope ?? before.scope],
          ...[answer.registrationGroup ?? before.registrationGroup, id],
        )
        if (answer.clientSecret) records.putSecret(id, 'client_secret', answer.clientSecret)
        if (answer.registrationAccessToken) records.putSecret(id, 'registration_access_token', answer.registrationAccessToken)
      })
      changed(id)
      return records.get(id)
    },

    putSecret: (id: string, column: RegistrationSecret, value: string) => secrets.put(secretRef(id, column), value),
    secret: (id: string, column: RegistrationSecret): string | null =>
      secrets.has(secretRef(id, column)) ? secrets.get(secretRef(id, column)).toString() : null,

    /** Registrations of the group, newest first; one that was begun and not confirmed is only found when asked for. */
    inGroup(softwareStatementId: string, registrationGroup: string, state: BankRegistration['state'] = 'registered'): BankRegistration[] {
      const rows = store.all<Row>(
        `select * from bank_registration where software_statement_id = ? and registration_group = ? and state = ?
           order by created desc, rowid desc`,
        ...[softwareStatementId, registrationGroup, state],
      )
      return rows.map(fromRow)
    },

    /** The other registrations that use the same client at the bank. */
    sharing({ id, softwareStatementId, registrationGroup, externalApiId }: BankRegistration): BankRegistration[] {
      if (registrationGroup === null) return []
      return records.inGroup(softwareStatementId, registrationGroup).filter((one) => one.id !== id && one.externalApiId === externalApiId)
    },

    remove(id: string): void {
      store.transaction(() => {
        const [heir, ...others] = store.all<{ id: string }>(
          'select id from bank_registration where shares_client_of = ? order by created',
          id,
        )
        if (heir) store.run('update bank_registration set shares_client_of = null where id = ?', heir.id)
        for (const other of others) store.run('update bank_registration set shares_client_of = ? where id = ?', heir?.id ?? null, other.id)
        secrets.deleteAll('bank_registration', id)
        store.run('delete from bank_registration where id = ?', id)
      })
      changed(id)
    },
  }
  return records
}

export type RegistrationRecords = ReturnType<typeof createRegistrationRecords>
