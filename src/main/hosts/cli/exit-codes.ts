import type { AppErrorCode } from '../../../shared/errors.ts'

/** 0 is success; each group of errors has its own code, so that a script can tell what kind of failure it met. */
export const exitCodes: Record<AppErrorCode, number> = {
  INTERNAL: 1,
  INVALID_INPUT: 2,
  UNKNOWN_METHOD: 2,
  NOT_FOUND: 3,
  CONFLICT: 3,
  CERTIFICATE_INVALID: 4,
  CERTIFICATE_EXPIRED: 4,
  KEY_MISMATCH: 4,
  SECRET_STORE_UNAVAILABLE: 5,
  SECRET_MISSING: 5,
  DECRYPTION_FAILED: 5,
  BANK_UNREACHABLE: 6,
  BANK_TLS_REJECTED: 6,
  BANK_ERROR_RESPONSE: 7,
  BANK_INVALID_RESPONSE: 7,
  BANK_SIGNATURE_INVALID: 7,
  AUTHORISATION_FAILED: 8,
  SCHEMA_TOO_NEW: 9,
  DATABASE_FAILED: 9,
  DATA_DIR_IN_USE: 9,
  HOST_UNSUPPORTED: 10,
  CANCELLED: 130,
}

export const exitCodeTable = (): string => {
  const groups = Map.groupBy(Object.entries(exitCodes), ([, code]) => code)
  const lines = [...groups]
    .toSorted(([a], [b]) => a - b)
    .map(([code, entries]) => `  ${String(code).padStart(3)}  ${entries.map(([name]) => name).join(', ')}`)
  return ['    0  success', ...lines].join('\n')
}
