// The enrolment portal of the model bank, for banks that register clients by hand: a developer sends certificates, and the bank's
// operator approves.

import { request } from 'undici'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { CallContext } from '../context.ts'
import { known, type Progress, type StepServices } from './step.ts'

const enrolment = z.object({ id: z.string(), clientId: z.string().nullable(), clientSecret: z.string().optional() })

const ask = async (url: string, { signal }: CallContext, body?: object): Promise<z.infer<typeof enrolment>> => {
  const answer = await request(url, {
    method: body ? 'POST' : 'GET',
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  const text = await answer.body.text()
  const parsed = answer.statusCode < 300 ? enrolment.safeParse(JSON.parse(text)) : undefined
  if (parsed?.success) return parsed.data
  throw new AppError('BANK_ERROR_RESPONSE', `The enrolment portal refused: ${text.slice(0, 300)}`, { bank: { status: answer.statusCode } })
}

/** Enrols the software statement of this run, and has the operator approve it. */
export const enrolAtPortal = async (progress: Progress, services: StepServices, call: CallContext) => {
  const { tokenEndpointAuthMethod, authorisation } = known(progress, 'profile')
  const { organisationName, redirectUris, defaultObWacCertificateId, defaultObSealCertificateId } = services.softwareStatements.get(
    known(progress, 'softwareStatementId'),
  )
  const { records } = services.certificates
  const signing = records.get('obSeal', defaultObSealCertificateId)
  const { enrolmentPortal } = await services.modelBank.addresses()
  const collection = `${enrolmentPortal}/api/enrolments`
  const { id } = await ask(collection, call, {
    organisation: organisationName,
    certificate: records.get('obWac', defaultObWacCertificateId).certificate,
    // Whoever signs nothing has no key to show.
    ...(authorisation.requestObject === 'signed' && { signingCertificate: signing.certificate, signingKeyId: signing.keyId }),
    redirectUris,
    tokenEndpointAuthMethod,
  })
  await services.modelBank.approveEnrolment(id)
  const { clientId, clientSecret } = await ask(`${collection}/${id}`, call)
  if (clientId === null) throw new AppError('BANK_INVALID_RESPONSE', 'The enrolment portal gave no client id')
  return { externalApiId: clientId, ...(clientSecret && { externalApiSecret: clientSecret }) }
}
