// The directory of the embedded model bank, which signs software statement assertions.

import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { ModelBankAddresses } from '../../../shared/model/model-bank.ts'
import { bankErrorFrom } from '../bank/bank-error.ts'
import type { BankClient, BankResponse } from '../bank/client.ts'
import type { BankTarget, ExchangeContext } from '../bank/session.ts'
import type { CertificateRecords } from '../certificates/certificate-records.ts'
import type { Directory } from './software-statement-service.ts'

const problem = z.object({
  error: z.object({ code: z.string(), message: z.string(), field: z.string().optional(), remedy: z.string().optional() }),
})

/** What the directory calls the things that a caller gave. */
const fields: Record<string, string> = {
  transportCertificate: 'defaultObWacCertificateId',
  signingCertificate: 'defaultObSealCertificateId',
}

/** The directory tells what is wrong in a form of its own: { error: { code, message, field?, remedy? } }. */
const refusal = (response: BankResponse, what: string): AppError => {
  const error = bankErrorFrom(response, what)
  const isJson = response.header('content-type')?.startsWith('application/json') ?? false
  const told = isJson ? problem.safeParse(response.json()).data?.error : undefined
  if (!told) return error
  const { code, message, field, remedy } = told
  return new AppError(error.code, `${error.message}: ${message}`, {
    ...error.details,
    bank: { status: response.status, error: code, description: message },
    ...(field && { field: fields[field] ?? field }),
    ...(remedy && { remedy }),
  })
}

export const createModelBankDirectory = (deps: {
  bank: BankClient
  records: CertificateRecords
  addresses: () => Promise<ModelBankAddresses>
  /** The profile whose roots certify the given address, if there is one. */
  targetFor: (address: string) => BankTarget
}): Directory => ({
  async enrol(statement, call) {
    const { directory } = await deps.addresses()
    const target = deps.targetFor(directory)
    const transport = deps.records.get('obWac', statement.defaultObWacCertificateId)
    const signing = deps.records.get('obSeal', statement.defaultObSealCertificateId)
    const collection = `${directory}/organisation/${encodeURIComponent(statement.organisationId)}/software-statement`
    const context: ExchangeContext = { step: 'directory.enrol', runId: call.runId, signal: call.signal }
    const enrolled = await deps.bank.send(
      target,
      null,
      {
        method: 'POST',
        url: collection,
        headers: [['content-type', 'application/json']],
        body: JSON.stringify({
          organisationName: statement.organisationName,
          softwareId: statement.softwareId,
          clientName: statement.clientName,
          redirectUris: statement.redirectUris,
          roles: statement.roles,
          transportCertificate: transport.certificate,
          signingCertificate: signing.certificate,
          signingKeyId: signing.keyId,
          caCertificates: [...new Set([...transport.chain, ...signing.chain])],
        }),
      },
      context,
    )
    if (enrolled.status !== 201) throw refusal(enrolled, 'Enrolment of the software statement')
    const url = `${collection}/${encodeURIComponent(statement.softwareId)}/software-statement-assertion`
    const answer = await deps.bank.send(target, null, { method: 'GET', url }, { ...context, step: 'directory.assertion' })
    if (answer.status !== 200) throw refusal(answer, 'Software statement assertion')
    return answer.text().trim()
  },

  async readJwks(address, call) {
    // SECURITY: the assertion names this address, and a pasted one could name any; nothing but https is read, without our certificate.
    if (!address.startsWith('https:')) return null
    const context: ExchangeContext = { step: 'directory.jwks', runId: call.runId, signal: call.signal }
    try {
      const answer = await deps.bank.send(deps.targetFor(address), null, { method: 'GET', url: address }, context)
      return answer.status === 200 ? answer.json() : null
    } catch (error) {
      if (error instanceof AppError && error.code !== 'CANCELLED') return null
      throw error
    }
  },
})
