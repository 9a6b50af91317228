// A failed step: what usually causes it, and which step puts it right.

import type { AppErrorData } from '../../../shared/errors.ts'
import { homeCauses } from '../../text/home-causes.ts'

export type Cause = keyof typeof homeCauses

const byStatus = (status: number): Cause => {
  if (status === 401) return 'forgotten'
  if (status === 403) return 'forbidden'
  if (status === 429) return 'tooMany'
  return status >= 500 ? 'bankFailed' : 'refusedRequest'
}

const byCode: Partial<Record<AppErrorData['code'], Cause>> = {
  BANK_TLS_REJECTED: 'tls',
  BANK_INVALID_RESPONSE: 'badAnswer',
  BANK_SIGNATURE_INVALID: 'badSignature',
  CERTIFICATE_EXPIRED: 'certificate',
  CERTIFICATE_INVALID: 'certificate',
  KEY_MISMATCH: 'certificate',
  SECRET_STORE_UNAVAILABLE: 'secrets',
  SECRET_MISSING: 'secrets',
  DECRYPTION_FAILED: 'secrets',
  NOT_FOUND: 'missing',
  HOST_UNSUPPORTED: 'lost',
  INTERNAL: 'internal',
}

/** Null when the error itself says all there is to say. */
export const causeOf = ({ code, bank, checks, field }: AppErrorData, atModelBank: boolean): Cause | null => {
  if (code === 'BANK_UNREACHABLE') return atModelBank ? 'bankGone' : 'unreachable'
  if (code === 'BANK_ERROR_RESPONSE') return byStatus(bank?.status ?? 400)
  if (code === 'AUTHORISATION_FAILED')
    return bank?.error === 'access_denied' ? 'refused' : bank?.error || checks || field ? 'notAuthorised' : 'late'
  return byCode[code] ?? null
}

export const causesOf = (error: AppErrorData, atModelBank: boolean): readonly string[] => {
  const cause = causeOf(error, atModelBank)
  return cause ? homeCauses[cause] : []
}

/** How to go on: every step from the first, or these steps, so that what failed can come out differently. */
export const wayOn = (step: string, error: AppErrorData, atModelBank: boolean): 'all' | string[] => {
  const cause = causeOf(error, atModelBank)
  if (cause === 'bankGone' || (cause === 'forgotten' && atModelBank)) return 'all'
  return cause === 'refused' ? ['consent', step] : [step]
}
