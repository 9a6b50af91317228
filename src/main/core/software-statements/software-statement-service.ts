import { randomUUID } from 'node:crypto'
import type { ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import type { CertificateRecords } from '../certificates/certificate-records.ts'
import type { CallContext, CoreContext } from '../context.ts'
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

/** Where assertions come from: the model bank's directory enrols and signs; a JWKS is read wherever the assertion says. */
export interface Directory {
  enrol(statement: SoftwareStatement, call: CallContext): Promise<string>
  /** The JWKS document, or null when it cannot be read. */
  readJwks(address: string, call: CallContext): Promise<unknown>
}

export const createSoftwareStatementService = (context: CoreContext, records: CertificateRecords, directory: Directory) => {
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
    const checks = checkSsa({
      header,
      claims,
      organisationId: statement.organisationId,
      softwareId: statement.softwareId,
      roles: statement.roles,
      redirectUris: statement.redirectUris,
      signingKeyId: records.get('obSeal', statement.defaultObSealCertificateId).keyId,
      jwks: row.ssa_jwks ? JSON.parse(row.ssa_jwks) : null,
      now: clock.now(),
    })
    return { ...statement, ssa: { jwt: row.ssa_jwt, header, claims, checks, obtained: row.ssa_obtained ?? row.created } }
  }

  const changed = (id: string) => emit({ type: 'changed', aggregate: 'softwareStatement', id })

  const keepSsa = async (id: string, jwt: string, call: CallContext) => {
    const { claims } = readSsa(jwt)
    const address = claims.software_jwks_endpoint
    const jwks = typeof address === 'string' && URL.canParse(address) ? await directory.readJwks(address, call) : null
    store.run(
      'update software_statement set ssa_jwt = ?, ssa_obtained = ?, ssa_jwks = ? where id = ?',
      ...[jwt, clock.now().toISOString(), jwks ? JSON.stringify(jwks) : null, id],
    )
    changed(id)
  }

  /** A refused assertion leaves the statement in place, without one. */
  const obtainSsa = async (id: string, input: { ssa?: string | undefined; directory?: 'modelBank' | undefined }, call: CallContext) => {
    if (input.ssa !== undefined) await keepSsa(id, input.ssa, call)
    else if (input.directory) await keepSsa(id, await directory.enrol(service.get(id), call), call)
  }

  const service = {
    list: (): SoftwareStatement[] => store.all<Row>('select * from software_statement order by created, id').map(fromRow),

    get(id: string, field = 'id'): SoftwareStatement {
      const row = store.get<Row>('select * from software_statement where id = ?', id)
      if (!row) throw new AppError('NOT_FOUND', `Software statement ${id} is not in this workspace`, { field })
      return fromRow(row)
    },

    async create(input: ParsedInput<'softwareStatement.create'>, call: CallContext): Promise<SoftwareStatement> {
      records.get('obWac', input.defaultObWacCertificateId, 'defaultObWacCertificateId')
      records.get('obSeal', input.defaultObSealCertificateId, 'defaultObSealCertificateId')
      if (input.ssa !== undefined) readSsa(input.ssa)
      const id = randomUUID()
      store.run(
        `insert into software_statement (id, created, organisation_id, organisation_name, software_id, client_name, roles, redirect_uris,
           default_ob_wac_certificate_id, default_ob_seal_certificate_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[id, clock.now().toISOString(), input.organisationId, input.organisationName, input.softwareId, input.clientName],
        ...[JSON.stringify(input.roles), JSON.stringify(input.redirectUris)],
        ...[input.defaultObWacCertificateId, input.defaultObSealCertificateId],
      )
      changed(id)
      try {
        await obtainSsa(id, input, call)
      } catch (error) {
        store.run('delete from software_statement where id = ?', id)
        changed(id)
        throw error
      }
      return service.get(id)
    },

    async update(input: ParsedInput<'softwareStatement.update'>, call: CallContext): Promise<SoftwareStatement> {
      const before = service.get(input.id)
      const after = { ...before, ...input }
      records.get('obWac', after.defaultObWacCertificateId, 'defaultObWacCertificateId')
      records.get('obSeal', after.defaultObSealCertificateId, 'defaultObSealCertificateId')
      store.run(
        `update software_statement set default_ob_wac_certificate_id = ?, default_ob_seal_certificate_id = ?, redirect_uris = ? where id = ?`,
        ...[after.defaultObWacCertificateId, after.defaultObSealCertificateId, JSON.stringify(after.redirectUris), input.id],
      )
      changed(input.id)
      await obtainSsa(input.id, input, call)
      return service.get(input.id)
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
