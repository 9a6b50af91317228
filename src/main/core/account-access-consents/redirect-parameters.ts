// Reading what the browser was sent back with, however it reached us.

import { AppError } from '../../../shared/errors.ts'
import { answerNames, isAnswer } from '../redirect/answer.ts'

export interface RedirectAnswer {
  kind: 'query' | 'fragment' | 'jarm' | 'bare'
  /** Each parameter once. For `jarm`: `response` alone, the token. */
  parameters: Record<string, string>
}

const maxBytes = 64 * 1024
const compactJwt = /^[\w-]+\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?$/

/**
 * Reads a redirect: a whole address, a query or fragment with or without its mark, or a JARM token. A whole address must be
 * the redirect URI when one is expected. INVALID_INPUT on field `redirect`, which never repeats a value.
 */
export function readRedirect(text: string, expected: { redirectUri: string } | null): RedirectAnswer {
  const redirect = text.trim()
  if (Buffer.byteLength(redirect) > maxBytes) throw invalid('Redirect is longer than 64 KiB')
  if (compactJwt.test(redirect)) return { kind: 'jarm', parameters: { response: redirect } }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(redirect)) return readAddress(redirect, expected)
  if (redirect.startsWith('#')) return read('fragment', redirect.slice(1))
  if (redirect.startsWith('?')) return read('query', redirect.slice(1))
  return read('bare', redirect)
}

function readAddress(text: string, expected: { redirectUri: string } | null): RedirectAnswer {
  const url = URL.parse(text)
  if (!url) throw invalid('Redirect is not an address')
  const query = new URLSearchParams(url.search)
  if (expected) {
    const registered = new URL(expected.redirectUri)
    // SECURITY: parsed and compared whole (RFC 9700 §2.1): a prefix would let https://tpp.example.evil.example pass.
    if (addressOf(url) !== addressOf(registered)) {
      throw invalid(`Redirect does not go to ${addressOf(registered)}`, 'Paste the address that the bank sent the browser to.')
    }
    for (const [name, value] of registered.searchParams) query.delete(name, value)
  }
  const fragment = url.hash.slice(1)
  const inFragment = isAnswer(new URLSearchParams(fragment))
  // SECURITY: two answers in one address would leave open which of them was checked.
  if (inFragment && isAnswer(query)) throw invalid('Redirect has an answer in its query and another in its fragment')
  return inFragment ? read('fragment', fragment) : read('query', query)
}

const addressOf = (url: URL): string => {
  const user = url.username || url.password ? `${url.username}:${url.password}@` : ''
  return `${url.protocol}//${user}${url.host}${url.pathname}`
}

function read(kind: 'query' | 'fragment' | 'bare', from: string | URLSearchParams): RedirectAnswer {
  const found = new URLSearchParams(from)
  // SECURITY: exactly one of each (RFC 6749 §3.1); with two, one part could check the first and another use the second.
  const repeated = [...found.keys()].find((name) => found.getAll(name).length > 1)
  if (repeated !== undefined) {
    throw invalid(
      answerNames.includes(repeated)
        ? `Redirect has the parameter "${repeated}" more than once`
        : 'Redirect has a parameter more than once',
    )
  }
  const response = found.get('response')
  if (response) return { kind: 'jarm', parameters: { response } }
  if (!found.get('code') && !found.get('id_token') && !found.get('error')) {
    throw invalid('Redirect holds neither a code nor an error', 'Paste the whole address, with everything after ? or #.')
  }
  return { kind, parameters: Object.fromEntries(found) }
}

/** The address that the browser was at, also when only a part of it was pasted. Not judged: what it says may be anybody's. */
export const redirectAddress = (text: string, redirectUri: string): string => {
  const redirect = text.trim()
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(redirect)) return redirect
  if (redirect.startsWith('#')) return `${redirectUri}${redirect}`
  const query = compactJwt.test(redirect) ? `response=${redirect}` : redirect.replace(/^\?/, '')
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`
}

const invalid = (message: string, remedy = 'Start the authorisation again and paste the address that the browser ends at.') =>
  new AppError('INVALID_INPUT', message, { field: 'redirect', remedy })

/**
 * The error that an answer carries instead of a code (RFC 6749 §4.1.2.1, OIDC Core 3.1.2.6), as AUTHORISATION_FAILED with the
 * bank's own words; null when it carries none. To be used after `state` was checked.
 */
export function authorisationError(parameters: Record<string, string>): AppError | null {
  if (parameters.error === undefined) return null
  const error = printable(parameters.error, 100)
  const description = parameters.error_description === undefined ? undefined : printable(parameters.error_description, 500)
  const [message, remedy] = explain(error, description ?? '')
  return new AppError('AUTHORISATION_FAILED', message, { remedy, bank: { error, ...(description !== undefined && { description }) } })
}

/** How an authorisation ended, by the bank's words: it was refused, its time at the bank was over, or anything else. */
export function endingOf({ details: { bank } }: AppError): 'authorisationRefused' | 'authorisationExpired' | 'authorisationFailed' {
  // With a status it is the token endpoint's answer, to a code that the customer had approved.
  if (bank?.error === undefined || bank.status !== undefined) return 'authorisationFailed'
  if (isExpiry(bank.error, bank.description ?? '')) return 'authorisationExpired'
  return bank.error === 'access_denied' ? 'authorisationRefused' : 'authorisationFailed'
}

const isExpiry = (error: string, description: string): boolean =>
  error === 'expired_token' || error === 'invalid_request_uri' || /\b(expired|timed? ?out)\b/i.test(description)

function explain(error: string, description: string): [message: string, remedy: string] {
  if (isExpiry(error, description)) {
    return [`Authorisation expired at the bank (${error})`, 'Start the authorisation again and finish it without a long pause.']
  }
  if (error === 'access_denied') {
    return ['Authorisation was refused by the customer or the bank (access_denied)', 'Create a new consent to ask the customer again.']
  }
  if (error === 'server_error' || error === 'temporarily_unavailable') {
    return [`Authorisation failed at the bank, which is not able to go on (${error})`, 'Start the authorisation again later.']
  }
  if (['login_required', 'consent_required', 'interaction_required', 'account_selection_required'].includes(error)) {
    return [`Authorisation was not finished by the customer (${error})`, 'Start the authorisation again.']
  }
  return [`Authorisation request was not accepted by the bank (${error})`, 'Compare the request object with what the bank documents.']
}

// SECURITY: text from a redirect can be anybody's; control characters would forge lines in a terminal or log.
const printable = (text: string, length: number) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ').slice(0, length)
