// Refusals of the subject that a registration names, by the bank or here: what is said of them, and which other rendering is offered.

import { AppError, type AppErrorDetails } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { subjectDnSuggestion } from '../bank/subject-dn.ts'

const field = 'tlsClientAuthSubjectDn'
const subjectWords = /subject(?!_type)|distinguished|\bdn\b/i

/** Whether a bank refused the claims for their subject: it says so, or does not say for what. */
const mayBeOfSubject = ({ bank }: AppErrorDetails): boolean =>
  bank?.error === 'invalid_client_metadata' && (bank.description === undefined || subjectWords.test(bank.description))

/** Adds what can be done about the subject to a refusal that is, or may be, about it. `asked`: claims of the request. */
export function explainSubjectRefusal(error: AppError, asked: Record<string, unknown>): AppError {
  const { details } = error
  if (asked.tls_client_auth_subject_dn === undefined || !mayBeOfSubject(details)) return error
  details.remedy = 'Compare the claims with what the bank documents, or choose another rendering of the subject.'
  if (details.bank?.description !== undefined) details.field = field
  return error
}

/** A refusal that is, or may be, about the subject carries another rendering; it is offered and never tried unasked. */
export function offerSubject(error: unknown, certificate: string, registration: BankProfile['registration'], refused: string): unknown {
  if (!(error instanceof AppError)) return error
  const refusedHere = error.code === 'INVALID_INPUT' && error.details.field === field
  const suggestion = refusedHere || mayBeOfSubject(error.details) ? subjectDnSuggestion(certificate, registration, refused) : undefined
  if (suggestion) error.details.suggestion = suggestion
  return error
}
