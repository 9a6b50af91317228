// Reads a bank's refusal, in whichever form it comes: OAuth, Open Banking 3.1 or 4.0, a WWW-Authenticate header, HTML, or nothing.

import { AppError, type AppErrorDetails } from '../../../shared/errors.ts'
import type { BankResponse } from './client.ts'
import { explainErrorCode } from './error-codes.ts'

type BankWords = NonNullable<AppErrorDetails['bank']>
type Refusal = Pick<BankResponse, 'status' | 'header' | 'text' | 'requestLogId'>

/**
 * The error for an answer that is not the expected one. `what` is the thing that failed, first in the message: `Token request`.
 * BANK_ERROR_RESPONSE for a status of 400 and above, BANK_INVALID_RESPONSE for any other; both linked to the exchange.
 */
export function bankErrorFrom(response: Refusal, what: string): AppError {
  const { status, requestLogId } = response
  if (status < 400) {
    const message = `${what}: answered with ${status}, which is no answer to it`
    // SECURITY: a redirect is never followed; it would carry tokens and the client certificate elsewhere.
    const remedy = status >= 300 ? 'Compare the address in the bank profile with what the bank documents.' : undefined
    return new AppError('BANK_INVALID_RESPONSE', message, { bank: { status }, requestLogId, ...(remedy && { remedy }) })
  }
  const bank: BankWords = { status, ...readWords(response) }
  const meaning = bank.error && explainErrorCode(bank.error)?.meaning
  const reason = [bank.error, meaning && `(${meaning})`].filter(Boolean).join(' ')
  const path = bank.reasons?.[0]?.path
  const message = `${what}: refused with ${status}${reason && ` ${reason}`}${path ? ` at ${path}` : ''}`
  const remedy = remedyFor(response, bank)
  return new AppError('BANK_ERROR_RESPONSE', message, { bank, requestLogId, ...(remedy && { remedy }) })
}

/** The bank's own words: RFC 6749 §5.2, RFC 6750 §3, OBErrorResponse1 of 3.1 and of 4.0. */
function readWords(response: Refusal): Omit<BankWords, 'status'> {
  const text = response.text()
  const body = parseObject(text)
  if (typeof body?.error === 'string') return words(body.error, body.error_description)
  if (Array.isArray(body?.Errors)) {
    const reasons = body.Errors.flatMap(readReason)
    return { ...words(reasons[0]?.code, body.Message ?? reasons[0]?.message), reasons }
  }
  const challenge = response.header('www-authenticate') ?? ''
  const error = /\berror="([^"]*)"/.exec(challenge)?.[1]
  if (error) return words(error, /\berror_description="([^"]*)"/.exec(challenge)?.[1])
  return words(undefined, body ? (body.message ?? body.Message) : headline(text))
}

function readReason(entry: unknown): { code: string; message: string; path?: string }[] {
  const reason = asObject(entry)
  const code = reason?.ErrorCode
  if (!reason || typeof code !== 'string') return []
  const path = reason.Path
  const message = plain(reason.Message) ?? explainErrorCode(code)?.meaning ?? ''
  return [{ code: plain(code) ?? '', message, ...(typeof path === 'string' && path !== '' && { path: plain(path) }) }]
}

function words(error: unknown, description: unknown): { error?: string; description?: string } {
  const [name, text] = [plain(error), plain(description)]
  return { ...(name && { error: name }), ...(text && { description: text }) }
}

function remedyFor(response: Refusal, bank: BankWords): string | undefined {
  // RFC 8705 §3: a token is only good with the certificate that it was issued to.
  if (bank.status === 401 && /certificate|thumbprint|x5t/i.test(bank.description ?? '')) {
    return 'The access token is bound to another transport certificate; obtain a new token with the present one.'
  }
  const wait = waitTime(response.header('retry-after'))
  if (wait && (bank.status === 429 || bank.status === 503)) return `Wait ${wait} before trying again.`
  return (bank.error && explainErrorCode(bank.error)?.remedy) || remedyByStatus(response.status)
}

function remedyByStatus(status: number): string | undefined {
  if (status === 401) return 'Refresh the access token, and use it with the certificate that it was issued to.'
  if (status === 403) return 'Check that the consent is authorised and that its permissions, and the client’s roles, cover this call.'
  if (status === 404) return 'Compare the address in the bank profile with what the bank documents.'
  if (status === 405) return 'The bank does not offer this operation.'
  if (status === 429) return 'Wait before trying again.'
  if (status >= 500) return 'Try again later; tell the bank the interaction id if it goes on.'
  return undefined
}

/** Retry-After holds seconds or a date (RFC 9110 §10.2.3). */
function waitTime(retryAfter: string | null): string | undefined {
  if (!retryAfter) return undefined
  if (/^\d+$/.test(retryAfter)) return retryAfter === '1' ? '1 second' : `${retryAfter} seconds`
  const date = new Date(retryAfter)
  return Number.isNaN(date.getTime()) ? undefined : `until ${date.toISOString()}`
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

/** The title of a web page, or the start of what a person would read on it. */
function headline(text: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]
  return title ?? text.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ')
}

// SECURITY: a bank's words are shown on terminals and screens; control characters could forge what is read there.
function plain(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 500)
  return text || undefined
}
