import { decodeJwt } from 'jose'
import { sameText } from '../bank/response-checks.ts'

/** The parameters that make a request an answer of an authorisation server. */
export const answerNames = ['code', 'id_token', 'state', 'error', 'response']

export const isAnswer = (parameters: URLSearchParams): boolean => answerNames.some((name) => parameters.has(name))

/**
 * Whether an answer belongs to the authorisation with this state: `expected`, `other`, or `none` when it is no answer at all.
 * A JARM token is only looked into, not verified; one that is encrypted, or without a state, is for the check list to judge.
 */
export function judgeAnswer(parameters: URLSearchParams, state: string): 'expected' | 'other' | 'none' {
  if (!isAnswer(parameters)) return 'none'
  const responses = parameters.getAll('response')
  const states = responses.length > 0 ? responses.map((token) => stateInside(token) ?? state) : parameters.getAll('state')
  return states.length === 1 && sameText(states[0] ?? '', state) ? 'expected' : 'other'
}

/** The state in a signed token; undefined when it cannot be known; empty, which equals no state, for what is no token. */
function stateInside(token: string): string | undefined {
  if (token.split('.').length === 5) return undefined
  try {
    const { state } = decodeJwt(token)
    return typeof state === 'string' ? state : undefined
  } catch {
    return ''
  }
}
