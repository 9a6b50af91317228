// What a bank's answer to a registration has otherwise than the standard, or than was asked for. None of it costs the client its id.

import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ConformanceWarning } from '../../../shared/model/common.ts'

type AnswerFault = BankProfile['registration']['answerFaults'][number]
type Members = Record<string, unknown>

/** Claims of the JWT itself, and the statement, which the answer need not repeat. */
const requestOnly = new Set(['iss', 'iat', 'exp', 'aud', 'jti', 'software_statement'])

/** `asked`: claims of the request. `known`: the faults that the bank profile says of the bank. */
export function registrationWarnings(answer: Members, asked: Members, known: AnswerFault[]): ConformanceWarning[] {
  return [
    ...timeWarnings(answer, known),
    ...scopeWarnings(answer.scope, known),
    ...clientIdWarnings(answer.client_id),
    ...differences(answer, asked),
  ]
}

/** Seconds since 1970 have eleven digits from the year 5138 on. */
const looksLikeMilliseconds = (value: unknown): boolean => typeof value === 'number' && value >= 1e11

function timeWarnings(answer: Members, known: AnswerFault[]): ConformanceWarning[] {
  const faults: Record<string, AnswerFault> = {
    client_id_issued_at: 'clientIdIssuedAtInMilliseconds',
    iat: 'timesInMilliseconds',
    exp: 'timesInMilliseconds',
  }
  return Object.entries(faults).flatMap(([name, fault]) => {
    const value = answer[name] ?? undefined
    const clause = name === 'client_id_issued_at' ? 'RFC 7591 §3.2.1' : 'RFC 7519 §4.1'
    if (value === undefined) return []
    if (looksLikeMilliseconds(value)) {
      return [warning(name, `${name} is in milliseconds; seconds since 1970 are asked for`, clause, known.includes(fault))]
    }
    return typeof value === 'number' ? [] : [warning(name, `${name} is not a number of seconds since 1970`, clause)]
  })
}

function scopeWarnings(scope: unknown, known: AnswerFault[]): ConformanceWarning[] {
  if (!Array.isArray(scope)) return []
  return [warning('scope', 'scope is a list; words separated by spaces are asked for', 'RFC 7591 §2', known.includes('scopeAsList'))]
}

function clientIdWarnings(clientId: unknown): ConformanceWarning[] {
  return typeof clientId === 'number' ? [warning('client_id', 'client_id is a number; text is asked for', 'RFC 7591 §3.2.1')] : []
}

/** A new client that authenticates with a secret has to be told it. */
export function secretWarnings({ client_secret: secret }: Members, { token_endpoint_auth_method: method }: Members): ConformanceWarning[] {
  if (!String(method).startsWith('client_secret_') || typeof secret === 'string') return []
  return [warning('client_secret', `client_secret is missing, and ${method} needs it`, 'RFC 7591 §3.2.1')]
}

function differences(answer: Members, asked: Members): ConformanceWarning[] {
  return Object.entries(asked)
    .filter(([claim, value]) => !requestOnly.has(claim) && !sameValue(value, answer[claim] ?? undefined))
    .map(([claim, value]) => {
      const registered = answer[claim] === undefined || answer[claim] === null ? 'left out' : `registered as ${show(answer[claim])}`
      return warning(claim, `${claim} was asked for as ${show(value)} and ${registered}`, 'RFC 7591 §3.2.1')
    })
}

const warning = (member: string, message: string, clause: string, known = false): ConformanceWarning => ({
  path: `$.${member}`,
  message,
  clause,
  known,
})

const show = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(', ') : String(value)).slice(0, 300)

/** Lists, and words of a scope, in any order. */
function sameValue(asked: unknown, accepted: unknown): boolean {
  const parts = (value: unknown) => (Array.isArray(value) ? value.map(String) : String(value).split(' ')).sort().join('\n')
  return accepted !== undefined && parts(asked) === parts(accepted)
}
