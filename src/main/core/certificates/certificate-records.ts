// Rows of both kinds of certificate. What can be read from the certificate itself is derived, not stored twice.

import { randomUUID } from 'node:crypto'
import { inspectCertificate } from '../../../pki/inspect-certificate.ts'
import { readCertificate } from '../../../pki/pem.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ObSealCertificate, ObWacCertificate } from '../../../shared/model/certificate.ts'
import type { CoreContext } from '../context.ts'

export const kinds = {
  obWac: { table: 'ob_wac_certificate', aggregate: 'obWacCertificate', label: 'OBWAC' },
  obSeal: { table: 'ob_seal_certificate', aggregate: 'obSealCertificate', label: 'OBSeal' },
} as const
export type CertificateKind = keyof typeof kinds
export type CertificateOf = { obWac: ObWacCertificate; obSeal: ObSealCertificate }

interface Row {
  id: string
  created: string
  name: string
  certificate: string
  chain: string
  key_id?: string
  sandbox_ca_id: string | null
}

export interface NewCertificate {
  name: string
  certificate: string
  chain: string[]
  /** PKCS#8 PEM; sealed. */
  privateKey: string
  /** kid; OBSeal only. */
  keyId: string
  sandboxCaId: string | null
}

type Derived = Pick<
  ObSealCertificate,
  'subject' | 'organisationId' | 'serialNumber' | 'sha256Fingerprint' | 'notBefore' | 'notAfter' | 'roles' | 'profile' | 'publicKeySha256'
>

const derive = (certificate: string, now: Date): Derived => {
  const details = inspectCertificate(readCertificate(certificate), null, now)
  return {
    subject: details.subject,
    organisationId: details.subjectAttributes.find((attribute) => attribute.oid === '2.5.4.3')?.value ?? null,
    serialNumber: details.serialNumber,
    sha256Fingerprint: details.fingerprints.sha256,
    notBefore: details.notBefore,
    notAfter: details.notAfter,
    roles: details.roles,
    profile: details.profile,
    publicKeySha256: details.publicKey.sha256,
  }
}

const certificateFromRow = (row: Row, derived: Derived): ObSealCertificate => ({
  ...derived,
  id: row.id,
  created: row.created,
  name: row.name,
  certificate: row.certificate,
  chain: JSON.parse(row.chain),
  keyId: row.key_id ?? '',
  sandboxCaId: row.sandbox_ca_id,
})

export const createCertificateRecords = ({ store, secrets, clock, emit }: CoreContext) => {
  // Every exchange reads its certificates, and taking one apart costs more than all else about a row.
  const known = new Map<string, Derived>()
  const fromRow = (row: Row): ObSealCertificate => {
    const derived = known.get(row.certificate) ?? derive(row.certificate, clock.now())
    known.set(row.certificate, derived)
    return certificateFromRow(row, derived)
  }

  const records = {
    list<K extends CertificateKind>(kind: K): CertificateOf[K][] {
      return store.all<Row>(`select * from ${kinds[kind].table} order by created, id`).map(fromRow)
    },

    /** Throws NOT_FOUND naming the field that referred to it. */
    get<K extends CertificateKind>(kind: K, id: string, field = 'id'): CertificateOf[K] {
      const row = store.get<Row>(`select * from ${kinds[kind].table} where id = ?`, id)
      if (!row) throw new AppError('NOT_FOUND', `${kinds[kind].label} ${id} is not in this workspace`, { field })
      return fromRow(row)
    },

    /** PKCS#8 PEM; throws SECRET_MISSING when the key is gone. */
    privateKey(kind: CertificateKind, id: string): string {
      return secrets.get({ table: kinds[kind].table, id, column: 'private_key' }).toString()
    },

    insert<K extends CertificateKind>(kind: K, entry: NewCertificate): CertificateOf[K] {
      const id = randomUUID()
      const { table, aggregate } = kinds[kind]
      store.transaction(() => {
        const columns = ['id', 'created', 'name', 'certificate', 'chain', 'sandbox_ca_id']
        const values = [id, clock.now().toISOString(), entry.name, entry.certificate, JSON.stringify(entry.chain), entry.sandboxCaId]
        if (kind === 'obSeal') {
          columns.push('key_id')
          values.push(entry.keyId)
        }
        store.run(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`, ...values)
        secrets.put({ table, id, column: 'private_key' }, entry.privateKey)
      })
      emit({ type: 'changed', aggregate, id })
      return records.get(kind, id)
    },

    /** `keyId` is of an OBSeal only; unchanged when absent. Throws NOT_FOUND. */
    rename<K extends CertificateKind>(kind: K, id: string, name: string, keyId?: string): CertificateOf[K] {
      const { table, aggregate } = kinds[kind]
      records.get(kind, id)
      store.transaction(() => {
        store.run(`update ${table} set name = ? where id = ?`, name, id)
        if (kind === 'obSeal' && keyId !== undefined) store.run(`update ${table} set key_id = ? where id = ?`, keyId, id)
      })
      emit({ type: 'changed', aggregate, id })
      return records.get(kind, id)
    },

    remove(kind: CertificateKind, id: string): { id: string } {
      const { table, aggregate, label } = kinds[kind]
      const { name, certificate } = records.get(kind, id)
      const users = store.all<{ name: string }>(`select client_name as name from software_statement where default_${table}_id = ?`, id)
      if (users.length > 0) {
        throw new AppError('CONFLICT', `${label} "${name}" is used by software statement ${users.map((user) => user.name).join(', ')}`, {
          field: 'id',
          remedy: 'Give the software statement another certificate first, or delete it.',
        })
      }
      store.transaction(() => {
        secrets.deleteAll(table, id)
        store.run(`delete from ${table} where id = ?`, id)
      })
      known.delete(certificate)
      emit({ type: 'changed', aggregate, id })
      return { id }
    },
  }
  return records
}

export type CertificateRecords = ReturnType<typeof createCertificateRecords>
