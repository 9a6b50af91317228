// Why a request is refused, and how each version of the interface says so.
import { STATUS_CODES } from 'node:http'
import type { ApiVersion } from '../../shared/model/common.ts'

/** Names without the UK.OBIE prefix that 3.1 writes before them, and the 4.0 codes (OBExternalStatusReason1Code). */
const codes = {
  'Field.Invalid': 'U002',
  'Field.InvalidDate': 'U003',
  'Field.Missing': 'U004',
  'Field.Unexpected': 'U005',
  'Header.Invalid': 'U006',
  'Header.Missing': 'U007',
  'Resource.ConsentMismatch': 'U008',
  'Resource.InvalidConsentStatus': 'U009',
  'Resource.InvalidFormat': 'U010',
  'Resource.NotFound': 'U011',
  Reauthenticate: 'U028',
  UnexpectedError: 'U000',
} as const

export type ProblemName = keyof typeof codes

export interface Problem {
  code: { '3.1': string; '4.0': string }
  message: string
  /** The field, header or parameter at fault. */
  path?: string
}

export const problem = (name: ProblemName, message: string, path?: string): Problem => ({
  code: { '3.1': `UK.OBIE.${name}`, '4.0': codes[name] },
  message,
  ...(path === undefined ? {} : { path }),
})

/** A problem known by its 4.0 code; 3.1 has no codes for tokens, so it points at the header. */
export const problemOfReason = (reason: string, message: string): Problem => {
  const name = (Object.keys(codes) as ProblemName[]).find((one) => codes[one] === reason) ?? 'Header.Invalid'
  return { code: { '3.1': `UK.OBIE.${name}`, '4.0': reason }, message, path: 'Authorization' }
}

/** Thrown anywhere below a route, answered by its error handler. */
export class Rejection extends Error {
  override name = 'Rejection'
  status: number
  problems: Problem[]
  headers: Record<string, string>

  constructor(status: number, problems: Problem[] = [], headers: Record<string, string> = {}) {
    super(problems[0]?.message ?? STATUS_CODES[status] ?? 'Refused')
    this.status = status
    this.problems = problems
    this.headers = headers
  }
}

/** Statuses whose answers have a body; every other refusal is its status alone (OB R/W OpenAPI, responses). */
const withBody = new Set([400, 403, 500])

/** The body of a refusal, or null where there is none. A 401 has one in 4.0 only, and only if the token was recognised. */
export const problemBody = (rejection: Rejection, version: ApiVersion, id: string): object | null => {
  const { status, problems } = rejection
  const hasBody = withBody.has(status) || (status === 401 && version === '4.0')
  if (!hasBody || problems.length === 0) return null
  const errors = problems.map(({ code, message, path }) => ({
    ErrorCode: code[version],
    Message: message,
    ...(path === undefined ? {} : { Path: path }),
  }))
  if (version === '4.0') return { Id: id, Errors: errors }
  return { Code: `${status} ${STATUS_CODES[status]?.replaceAll(' ', '')}`, Id: id, Message: rejection.message, Errors: errors }
}
