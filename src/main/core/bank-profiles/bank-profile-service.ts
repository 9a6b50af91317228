import { randomUUID } from 'node:crypto'
import { readCertificate } from '../../../pki/pem.ts'
import { AppError } from '../../../shared/errors.ts'
import { type BankProfile, type BankProfileFields, bankProfile } from '../../../shared/model/bank-profile.ts'
import type { CoreContext } from '../context.ts'

interface Row {
  id: string
  created: string
  name: string
  built_in: number
  profile: string
}

const fromRow = (row: Row): BankProfile =>
  bankProfile.parse({ ...JSON.parse(row.profile), id: row.id, created: row.created, builtIn: row.built_in === 1 })

const isCertificate = (text: string): boolean => {
  try {
    readCertificate(text)
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

const loopbackHosts = ['127.0.0.1', '[::1]']

/** What zod alone does not say. `at` is where the fields stand in the input. */
const checkFields = (fields: BankProfileFields, at = ''): void => {
  const { accountInformation, endpoints } = fields
  if (!accountInformation.baseUrls[accountInformation.defaultVersion]) {
    throw new AppError('INVALID_INPUT', `No base URL is given for the default version ${accountInformation.defaultVersion}`, {
      field: `${at}accountInformation.baseUrls`,
    })
  }
  for (const [index, certificate] of fields.caCertificates.entries()) {
    if (isCertificate(certificate)) continue
    throw new AppError('INVALID_INPUT', 'A CA certificate of the bank profile cannot be read', {
      field: `${at}caCertificates.${index}`,
      remedy: 'Give one X.509 certificate in PEM.',
    })
  }
  if (endpoints.authorizationEndpoint) {
    const { protocol, hostname } = new URL(endpoints.authorizationEndpoint)
    // SECURITY: an http authorisation page could be read and changed on the way; only this machine has no way between.
    if (protocol !== 'https:' && !(protocol === 'http:' && loopbackHosts.includes(hostname))) {
      throw new AppError('INVALID_INPUT', 'An authorisation endpoint is an https address', {
        field: `${at}endpoints.authorizationEndpoint`,
        remedy: 'http is accepted on 127.0.0.1 and [::1] only.',
      })
    }
  }
}

export const createBankProfileService = ({ store, clock, emit }: CoreContext) => {
  const changed = (id: string) => emit({ type: 'changed', aggregate: 'bankProfile', id })
  const byName = (name: string) => store.get<Row>('select * from bank_profile where name = ?', name)

  const insert = (fields: BankProfileFields, builtIn: boolean): BankProfile => {
    checkFields(fields)
    if (byName(fields.name)) throw new AppError('CONFLICT', `A bank profile named "${fields.name}" exists`, { field: 'name' })
    const id = randomUUID()
    store.run(
      'insert into bank_profile (id, created, name, built_in, profile) values (?, ?, ?, ?, ?)',
      ...[id, clock.now().toISOString(), fields.name, builtIn ? 1 : 0, JSON.stringify(fields)],
    )
    changed(id)
    return service.get(id)
  }

  const replace = (id: string, fields: BankProfileFields): BankProfile => {
    checkFields(fields, 'profile.')
    const other = byName(fields.name)
    if (other && other.id !== id) throw new AppError('CONFLICT', `A bank profile named "${fields.name}" exists`, { field: 'profile.name' })
    store.run('update bank_profile set name = ?, profile = ? where id = ?', fields.name, JSON.stringify(fields), id)
    changed(id)
    return service.get(id)
  }

  const refuseBuiltIn = (profile: BankProfile) => {
    if (profile.builtIn) throw new AppError('CONFLICT', `Bank profile "${profile.name}" belongs to the workbench`, { field: 'id' })
  }

  const service = {
    list: (): BankProfile[] => store.all<Row>('select * from bank_profile order by built_in desc, name').map(fromRow),

    get(id: string, field = 'id'): BankProfile {
      const row = store.get<Row>('select * from bank_profile where id = ?', id)
      if (!row) throw new AppError('NOT_FOUND', `Bank profile ${id} is not in this workspace`, { field })
      return fromRow(row)
    },

    findByName(name: string): BankProfile | null {
      const row = byName(name)
      return row ? fromRow(row) : null
    },

    create: (fields: BankProfileFields) => insert(fields, false),

    update(id: string, fields: BankProfileFields): BankProfile {
      refuseBuiltIn(service.get(id))
      return replace(id, fields)
    },

    /** Adds or renews a profile that the workbench itself looks after, such as the model bank's. */
    keepBuiltIn(fields: BankProfileFields): BankProfile {
      const known = service.findByName(fields.name)
      if (known && !known.builtIn) {
        throw new AppError('CONFLICT', `Bank profile "${fields.name}" has a name that the workbench needs`, {
          remedy: 'Rename that profile.',
        })
      }
      return known ? replace(known.id, fields) : insert(fields, true)
    },

    remove(id: string): { id: string } {
      const profile = service.get(id)
      refuseBuiltIn(profile)
      if (store.get('select 1 from bank_registration where bank_profile_id = ?', id)) {
        throw new AppError('CONFLICT', `Bank profile "${profile.name}" is used by a registration`, {
          field: 'id',
          remedy: 'Delete the registration first.',
        })
      }
      store.run('delete from bank_profile where id = ?', id)
      changed(id)
      return { id }
    },
  }
  return service
}

export type BankProfileService = ReturnType<typeof createBankProfileService>
