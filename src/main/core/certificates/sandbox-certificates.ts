import { randomUUID } from 'node:crypto'
import { createPlainSet, createPsd2Set } from '../../../pki/certificate.ts'
import { jwkThumbprint } from '../../../pki/keys.ts'
import type { Output, ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { CoreContext } from '../context.ts'
import type { CertificateRecords } from './certificate-records.ts'

interface SandboxCaRow {
  id: string
  created: string
  name: string
  certificate: string
}

export const createSandboxCertificates = (context: CoreContext, records: CertificateRecords) => {
  const { store, secrets, clock, emit } = context
  const caKeyRef = (id: string) => ({ table: 'sandbox_ca', id, column: 'private_key' })

  const loadCa = (id: string) => {
    const row = store.get<SandboxCaRow>('select id, created, name, certificate from sandbox_ca where id = ?', id)
    if (!row) throw new AppError('NOT_FOUND', `Sandbox CA ${id} is not in this workspace`, { field: 'sandboxCaId' })
    return { row, authority: { certificate: row.certificate, privateKey: secrets.get(caKeyRef(id)).toString() } }
  }

  /** The certificates, ready to use, and how long their keys took in milliseconds. */
  const create = async (
    input: ParsedInput<'sandboxCertificates.create'>,
  ): Promise<Output<'sandboxCertificates.create'> & { keyGenerationMs: number }> => {
    const known = input.sandboxCaId ? loadCa(input.sandboxCaId) : null
    const options = { now: clock.now(), signingKeyType: input.signingKeyType, ...(known ? { ca: known.authority } : {}) }
    const set = input.profile === 'psd2' ? await createPsd2Set(input.organisation, options) : await createPlainSet(input.subject, options)
    const keyId = jwkThumbprint(set.signing.certificate)
    return store.transaction(() => {
      const sandboxCa = known?.row ?? {
        id: randomUUID(),
        created: clock.now().toISOString(),
        name: input.name,
        certificate: set.ca.certificate,
      }
      if (!known) {
        store.run(
          'insert into sandbox_ca (id, created, name, certificate) values (?, ?, ?, ?)',
          ...[sandboxCa.id, sandboxCa.created, sandboxCa.name, sandboxCa.certificate],
        )
        secrets.put(caKeyRef(sandboxCa.id), set.ca.privateKey)
        emit({ type: 'changed', aggregate: 'sandboxCa', id: sandboxCa.id })
      }
      const common = { name: input.name, chain: [sandboxCa.certificate], sandboxCaId: sandboxCa.id, keyId }
      return {
        sandboxCa,
        obWacCertificate: records.insert('obWac', { ...common, ...set.transport }),
        obSealCertificate: records.insert('obSeal', { ...common, ...set.signing }),
        keyGenerationMs: set.keyGenerationMs,
      }
    })
  }

  const listCas = (): SandboxCaRow[] => store.all('select id, created, name, certificate from sandbox_ca order by created, id')

  return { create, listCas, authority: (id: string) => loadCa(id).authority }
}

export type SandboxCertificates = ReturnType<typeof createSandboxCertificates>
