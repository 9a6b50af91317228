import { AppError, type AppErrorCode } from '../../../shared/errors.ts'

/** The first three are thrown before anything is sent; the last is a handshake that never came to a request. */
const beforeTheRequest: AppErrorCode[] = ['INVALID_INPUT', 'CERTIFICATE_INVALID', 'KEY_MISMATCH', 'BANK_TLS_REJECTED']

/**
 * Whether a failed call surely changed nothing at the bank. After anything else (a hang-up, an error of the bank's own,
 * an answer that cannot be read) its outcome is open.
 */
export const changedNothing = (error: unknown): boolean => {
  if (!(error instanceof AppError)) return false
  if (beforeTheRequest.includes(error.code)) return true
  // RFC 9110 §15.5: 4xx is a refusal; behind a 5xx, a gateway's time-out for instance, the request may have been carried out.
  return error.code === 'BANK_ERROR_RESPONSE' && (error.details.bank?.status ?? 500) < 500
}
