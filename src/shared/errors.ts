// Errors cross every boundary as data: nothing is thrown over IPC or HTTP. Match on codes, never on messages.

export const appErrorCodes = [
  'INVALID_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'CERTIFICATE_INVALID',
  'CERTIFICATE_EXPIRED',
  'KEY_MISMATCH',
  'SECRET_STORE_UNAVAILABLE',
  'SECRET_MISSING',
  'DECRYPTION_FAILED',
  'BANK_UNREACHABLE',
  'BANK_TLS_REJECTED',
  'BANK_ERROR_RESPONSE',
  'BANK_INVALID_RESPONSE',
  'BANK_SIGNATURE_INVALID',
  'AUTHORISATION_FAILED',
  'SCHEMA_TOO_NEW',
  'DATABASE_FAILED',
  'DATA_DIR_IN_USE',
  'HOST_UNSUPPORTED',
  'CANCELLED',
  'UNKNOWN_METHOD',
  'INTERNAL',
] as const

export type AppErrorCode = (typeof appErrorCodes)[number]

/** One claim or parameter of a bank's answer, judged. */
export interface Verdict {
  /** The claim or parameter, by its wire name, such as `s_hash`. */
  claim: string
  /** What would have been accepted, in words or as the value itself; null when anything would. */
  expected: string | null
  /** What was received; null when absent. Never a secret. */
  actual: string | null
  /** The clause that asks for it, such as `OIDC Core 3.3.2.11`. */
  clause: string
  verdict: 'pass' | 'fail' | 'warning' | 'notApplicable'
}

export interface AppErrorDetails {
  /** The input field at fault, as a dotted path. */
  field?: string
  /** Every field at fault, when there is more than one. */
  issues?: { path: string; message: string }[]
  /** What to do about it, as one sentence. */
  remedy?: string
  /** A value of an input field that may do better; it is offered and never tried unasked. `bankProfileId`: in a new registration there. */
  suggestion?: { field: string; value: string; label: string; bankProfileId?: string }
  /** The exchange in the request log that shows what happened. */
  requestLogId?: string
  /** The bank's own words: its HTTP status, error code and description. */
  bank?: { status?: number; error?: string; description?: string; reasons?: { code: string; message: string; path?: string }[] }
  /** The check list that was not met. */
  checks?: Verdict[]
  /** The step of a walkthrough that failed. */
  step?: string
}

export interface AppErrorData extends AppErrorDetails {
  code: AppErrorCode
  message: string
}

/** The only error class of the product. */
export class AppError extends Error {
  override name = 'AppError'
  code: AppErrorCode
  details: AppErrorDetails

  constructor(code: AppErrorCode, message: string, details: AppErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }

  static fromData({ code, message, ...details }: AppErrorData): AppError {
    return new AppError(code, message, details)
  }

  toData(): AppErrorData {
    return { code: this.code, message: this.message, ...this.details }
  }
}

export type Reply<T> = { ok: true; value: T } | { ok: false; error: AppErrorData }
