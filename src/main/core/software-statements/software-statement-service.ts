import { randomUUID } from 'node:crypto'
import { jwkThumbprint } from '../../../pki/keys.ts'
import type { ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import type { CertificateRecords } from '../certificates/certificate-records.ts'
import type { SoftwareStatementCertificates } from '../certificates/identities.ts'
import type { CallContext, CoreContext } from '../context.ts'
import { type Directories, modelBankDirectoryName } from './directories.ts'
import { checkSsa, readSsa } from './ssa.ts'

interface Row {
  id: string
  created: string
  organisation_id: string
  organisation_name: string
  software_id: string
  client_name: string
  roles: string
  redirect_uris: string
  default_ob_wac_certificate_id: string
  default_ob_seal_certificate_id: string
  ssa_jwt: string | null
  ssa_obtained: string | null
  ssa_jwks: string | null
}

export const createSoftwareStatementService = (
  context: CoreContext,
  records: CertificateRecords,
  directories: Pick<Directories, 'assertion' | 'enrol' | 'readJwks'>,
) => {
  const { store, clock, emit } = context

  const fromRow = (row: Row): SoftwareStatement => {
    const statement: SoftwareStatement = {
      id: row.id,
      created: row.created,
      organisationId: row.organisation_id,
      organisationName: row.organisation_name,
      softwareId: row.software_id,
      clientName: row.client_name,
      roles: JSON.parse(row.roles),
      redirectUris: JSON.parse(row.redirect_uris),
      defaultObWacCertificateId: row.default_ob_wac_certificate_id,
      defaultObSealCertificateId: row.default_ob_seal_certificate_id,
      ssa: null,
    }
    if (!row.ssa_jwt) return statement
    const { header, claims } = readSsa(row.ssa_jwt)
    const signing = records.get('obSeal', statement.defaultObSealCertificateId)
    const checks = checkSsa({
      header,
      claims,
      organisationId: statement.organisationId,
      softwareId: statement.softwareId,
      roles: statement.roles,
      redirectUris: statement.redirectUris,
      signingKeyId: signing.keyId,
      signingJwkThumbprint: jwkThumbprint(signing.certificate),
      jwks: row.ssa_jwks ? JSON.parse(row.ssa_jwks) : null,
      now: clock.now(),
    })
    return { ...statement, ssa: { jwt: row.ssa_jwt, header, claims, checks, obtained: row.ssa_obtained ?? row.created } }
  }

  const changed = (id: string) => emit({ type: 'changed', aggregate: 'softwareStatement', id })

  /** An assertion to keep, and the keys it points to. */
  const withKeys = async (jwt: string, call: CallContext, from?: string) => {
    const address = readSsa(jwt).claims.software_jwks_endpoint
    const jwks = typeof address === 'string' && URL.canParse(address) ? await directories.readJwks(address, call, from) : null
    return { jwt, jwks }
  }

  /** Null when none was given or asked for. */
  const obtainSsa = async (
    statement: SoftwareStatement,
    { ssa, directory: from }: Pick<ParsedInput<'softwareStatement.update'>, 'ssa' | 'directory'>,
    call: CallContext,
  ) => {
    if (ssa !== undefined && from)
      throw new AppError('INVALID_INPUT', 'Either ssa or directory is needed, not both', { field: 'directory' })
    if (ssa !== undefined) return withKeys(ssa.trim(), call)
    if (!from) return null
    await directories.enrol(statement, call)
    return withKeys(await directories.assertion(statement, modelBankDirectoryName, call), call, modelBankDirectoryName)
  }

  const ssaColumns = (ssa: Awaited<ReturnType<typeof obtainSsa>>) =>
    ssa ? [ssa.jwt, clock.now().toISOString(), ssa.jwks ? JSON.stringify(ssa.jwks) : null] : [null, null, null]

  const checkCertificates = ({ defaultObWacCertificateId, defaultObSealCertificateId }: SoftwareStatement) => {
    records.get('obWac', defaultObWacCertificateId, 'defaultObWacCertificateId')
    records.get('obSeal', defaultObSealCertificateId, 'defaultObSealCertificateId')
  }

  const service = {
    list: (): SoftwareStatement[] => store.all<Row>('select * from software_statement order by created, id').map(fromRow),

    /** Which certificates it uses, without a look at its assertion. Throws NOT_FOUND. */
    certificatesOf(id: string): SoftwareStatementCertificates {
      const row = store.get<SoftwareStatementCertificates>(
        `select default_ob_wac_certificate_id as defaultObWacCertificateId, default_ob_seal_certificate_id as defaultObSealCertificateId
         from software_statement where id = ?`,
        id,
      )
      return row ?? service.get(id)
    },

    get(id: string, field = 'id'): SoftwareStatement {
      const row = store.get<Row>('select * from software_statement where id = ?', id)
      if (!row) throw new AppError('NOT_FOUND', `Software statement ${id} is not in this workspace`, { field })
      return fromRow(row)
    },

    /** Nothing is kept unless everything that was asked for could be obtained. */
    async create(
      { ssa: given, directory: from, ...fields }: ParsedInput<'softwareStatement.create'>,
      call: CallContext,
    ): Promise<SoftwareStatement> {
      const statement: SoftwareStatement = { id: randomUUID(), created: clock.now().toISOString(), ...fields, ssa: null }
      checkCertificates(statement)
      const ssa = await obtainSsa(statement, { ssa: given, directory: from }, call)
      store.run(
        `insert into software_statement (id, created, organisation_id, organisation_name, software_id, client_name, roles, redirect_uris,
           default_ob_wac_certificate_id, default_ob_seal_certificate_id, ssa_jwt, ssa_obtained, ssa_jwks)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[
          statement.id,
          statement.created,
          statement.organisationId,
          statement.organisationName,
          statement.softwareId,
          statement.clientName,
        ],
        ...[JSON.stringify(statement.roles), JSON.stringify(statement.redirectUris)],
        ...[statement.defaultObWacCertificateId, statement.defaultObSealCertificateId, ...ssaColumns(ssa)],
      )
      changed(statement.id)
      return service.get(statement.id)
    },

    /** Nothing is changed unless everything that was asked for could be obtained. */
    async update({ id, ...input }: ParsedInput<'softwareStatement.update'>, call: CallContext): Promise<SoftwareStatement> {
      const before = service.get(id)
      const after: SoftwareStatement = {
        ...before,
        defaultObWacCertificateId: input.defaultObWacCertificateId ?? before.defaultObWacCertificateId,
        defaultObSealCertificateId: input.defaultObSealCertificateId ?? before.defaultObSealCertificateId,
        redirectUris: input.redirectUris ?? before.redirectUris,
      }
      checkCertificates(after)
      const ssa = await obtainSsa(after, input, call)
      store.transaction(() => {
        store.run(
          'update software_statement set default_ob_wac_certificate_id = ?, default_ob_seal_certificate_id = ?, redirect_uris = ? where id = ?',
          ...[after.defaultObWacCertificateId, after.defaultObSealCertificateId, JSON.stringify(after.redirectUris), id],
        )
        if (ssa) store.run('update software_statement set ssa_jwt = ?, ssa_obtained = ?, ssa_jwks = ? where id = ?', ...ssaColumns(ssa), id)
      })
      changed(id)
      return service.get(id)
    },

    /** A fresh assertion instead of the one before; that one stays when none is to be had. */
    async fetchAssertion(
      { id, directory }: ParsedInput<'softwareStatement.fetchAssertion'>,
      call: CallContext,
    ): Promise<SoftwareStatement> {
      const ssa = await withKeys(await directories.assertion(service.get(id), directory, call), call, directory)
      store.run('update software_statement set ssa_jwt = ?, ssa_obtained = ?, ssa_jwks = ? where id = ?', ...ssaColumns(ssa), id)
      changed(id)
      return service.get(id)
    },

    remove(id: string): { id: string } {
      const { clientName } = service.get(id)
      if (store.get('select 1 from bank_registration where software_statement_id = ?', id)) {
        throw new AppError('CONFLICT', `Software statement "${clientName}" is used by a registration`, {
          field: 'id',
          remedy: 'Delete the registration first.',
        })
      }
      store.run('delete from software_statement where id = ?', id)
      changed(id)
      return { id }
    },
  }
  return service
}

export type SoftwareStatementService = ReturnType<typeof createSoftwareStatementService>
