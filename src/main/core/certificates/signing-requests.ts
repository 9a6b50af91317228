// Signing requests and their keys, until a certificate comes back that is paired with one.

import { randomUUID } from 'node:crypto'
import { createSigningRequest } from '../../../pki/signing-request.ts'
import type { ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { SigningRequest } from '../../../shared/model/certificate.ts'
import type { CoreContext } from '../context.ts'

const table = 'signing_request'
const aggregate = 'signingRequest'
const select = `select id, created, name, type, signing_request as signingRequest, subject from ${table}`

export const createSigningRequests = ({ store, secrets, clock, emit }: CoreContext) => {
  const changed = (id: string) => emit({ type: 'changed', aggregate, id })

  const refuseAbsent = (id: string, field: string): void => {
    if (store.get(`select 1 from ${table} where id = ?`, id)) return
    throw new AppError('NOT_FOUND', `Signing request ${id} is not in this workspace`, { field })
  }

  return {
    list: (): SigningRequest[] => store.all<SigningRequest>(`${select} order by created, id`),

    /** Makes the key and the request; the key stays here, sealed. */
    async create(input: ParsedInput<'certificate.createSigningRequest'>): Promise<SigningRequest> {
      const { name, type } = input
      const { signingRequest, privateKey, subject } = await createSigningRequest({ type, organisation: input.organisation })
      const made: SigningRequest = { id: randomUUID(), created: clock.now().toISOString(), name, type, signingRequest, subject }
      store.transaction(() => {
        store.run(
          `insert into ${table} (id, created, name, type, signing_request, subject) values (?, ?, ?, ?, ?, ?)`,
          ...[made.id, made.created, name, type, signingRequest, subject],
        )
        secrets.put({ table, id: made.id, column: 'private_key' }, privateKey)
      })
      changed(made.id)
      return made
    },

    /** PKCS#8 PEM. Throws NOT_FOUND naming the field that referred to it, and SECRET_MISSING. */
    privateKey(id: string, field: string): string {
      refuseAbsent(id, field)
      return secrets.get({ table, id, column: 'private_key' }).toString()
    },

    /** With its key. A certificate that was paired with it has its own copy. Throws NOT_FOUND. */
    remove(id: string): { id: string } {
      refuseAbsent(id, 'id')
      store.transaction(() => {
        secrets.deleteAll(table, id)
        store.run(`delete from ${table} where id = ?`, id)
      })
      changed(id)
      return { id }
    },
  }
}

export type SigningRequests = ReturnType<typeof createSigningRequests>
