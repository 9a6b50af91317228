// The Links of an answer (OB Read/Write, Links and pagination): where the next page is, and whether the bank wrote them as it should.

import type { z } from 'zod'
import type { AppError } from '../../../shared/errors.ts'
import type { BankProfile, linksTolerance } from '../../../shared/model/bank-profile.ts'
import type { ConformanceWarning } from '../../../shared/model/common.ts'
import { invalidAnswer, isObject, objectField } from './answer-fields.ts'

type Fault = Exclude<z.infer<typeof linksTolerance>, 'consentIdOmitted'>

export interface LinksPolicy {
  /** Up to and including /aisp. No token goes to an address that is not below it. */
  baseUrl: string
  tolerances: readonly string[]
  /** Where the bank's Links are known to point instead. */
  otherBases: readonly string[]
}

export const linksPolicy = ({ accountInformation }: Pick<BankProfile, 'accountInformation'>, baseUrl: string): LinksPolicy => ({
  baseUrl,
  tolerances: accountInformation?.linksTolerances ?? [],
  otherBases: accountInformation?.linksBases ?? [],
})

const longestTail = 8192
const backslash = 0x5c

/**
 * `{ Links }` of a body, read from its end without parsing the rows before it; null where the whole body has to be parsed.
 * What follows the last `"Links":` closes the body's own object and nothing more, or else it is not JSON with a brace before it.
 */
export function readTrailingLinks(body: Buffer): unknown {
  const start = body.lastIndexOf('"Links":')
  if (start < 1 || body[start - 1] === backslash || body.length - start > longestTail) return null
  try {
    return JSON.parse(`{${body.toString('utf8', start)}`)
  } catch {
    return null
  }
}

const clause = 'OB Read/Write, Links and pagination'
const words: Record<Fault, string> = {
  trailingSlash: 'has a path that ends with a slash',
  httpWithoutPort: 'is an http address without the port',
  otherBase: 'is below another base URL of the bank',
}
const warning = (path: string, message: string, known: boolean): ConformanceWarning => ({ path, message, clause, known })

export interface ReadLinks {
  /** Null on the last page, and where it is refused. */
  next: string | null
  warnings: ConformanceWarning[]
  /** BANK_INVALID_RESPONSE: why the next page is not read. It is among the warnings too. */
  refusal: AppError | null
}

/**
 * The next page, and what is not right with the links. `asked` is the address of this page; `visited` holds those read so far. A next
 * page below another base than the profile's, one visited before, and each fault that the profile does not tolerate are refused; a
 * tolerated one becomes a warning. BANK_INVALID_RESPONSE for a body that is no object.
 */
export function readLinks(
  body: unknown,
  { asked, visited, policy }: { asked: string; visited: ReadonlySet<string>; policy: LinksPolicy },
): ReadLinks {
  const links = objectField(body, '$').Links
  const given = isObject(links) ? links : {}
  const warnings = selfWarnings(given.Self, asked, policy)
  const refuse = (problem: string, remedy?: string): ReadLinks => {
    const refusal = invalidAnswer('Links.Next', problem)
    if (remedy !== undefined) refusal.details.remedy = remedy
    return { next: null, warnings: [...warnings, warning('$.Links.Next', problem, false)], refusal }
  }
  const text = given.Next ?? ''
  if (typeof text !== 'string') return refuse('is not text')
  // Some banks write null or an empty text where the standard asks to omit the field.
  if (text === '') return { next: null, warnings, refusal: null }
  // A fragment is never sent (RFC 9110 §7.1): the page is the same one with any other.
  const { address: next, faults } = ownAddress(text.replace(/#.*$/s, ''), policy)
  // SECURITY: another host, or another service of this one, would be sent the customer's access token.
  if (next === null) return refuse(`is not an address below ${policy.baseUrl}`, elsewhere)
  for (const fault of faults) {
    if (!policy.tolerances.includes(fault)) return refuse(words[fault], remedyFor(fault))
    warnings.push(warning('$.Links.Next', words[fault], true))
  }
  // SECURITY: a circle of pages would be read without end.
  if (visited.has(next)) return refuse('leads back to a page that was read before')
  return { next, warnings, refusal: null }
}

const elsewhere =
  'Compare it with what the bank documents; accountInformation.linksBases of the bank profile names other bases that its Links may have.'
const remedyFor = (fault: Fault): string =>
  `Add ${fault} to accountInformation.linksTolerances of the bank profile if the bank is known for it.`

/** Nothing is asked of Links.Self but what it says of the bank. */
export function selfWarnings(self: unknown, asked: string, policy: LinksPolicy): ConformanceWarning[] {
  // What is absent or no address is said by the check of the whole answer.
  if (typeof self !== 'string' || !URL.canParse(self)) return []
  const { address, faults } = ownAddress(self, policy)
  const found = faults.map((fault) => warning('$.Links.Self', words[fault], policy.tolerances.includes(fault)))
  if (address === null) return [...found, warning('$.Links.Self', 'is not an address below the base URL', false)]
  if (pathOf(address) !== pathOf(asked)) return [...found, warning('$.Links.Self', 'is not the address that was asked for', false)]
  return found
}

/** The address below our own base URL that a link stands for, null for one that stands for none, and what had to be put right. */
function ownAddress(link: string, { baseUrl, otherBases }: LinksPolicy): { address: string | null; faults: Fault[] } {
  if (!URL.canParse(link)) return { address: null, faults: [] }
  const url = new URL(link)
  const own = new URL(baseUrl)
  const faults: Fault[] = []
  if (url.protocol === 'http:' && url.port === '' && url.hostname === own.hostname) {
    faults.push('httpWithoutPort')
    url.protocol = 'https:'
    url.port = own.port
  }
  const other = isBelow(url, baseUrl) ? undefined : otherBases.find((base) => isBelow(url, base))
  if (other !== undefined) {
    faults.push('otherBase')
    url.host = own.host
    url.port = own.port
    url.pathname = trimmed(own.pathname) + url.pathname.slice(trimmed(new URL(other).pathname).length)
  }
  if (url.pathname.endsWith('/')) {
    faults.push('trailingSlash')
    url.pathname = trimmed(url.pathname)
  }
  if (!isBelow(url, baseUrl)) return { address: null, faults: [] }
  return { address: faults.length === 0 ? link : url.href, faults }
}

const isBelow = ({ origin, pathname, username, password }: URL, base: string): boolean => {
  const { origin: ownOrigin, pathname: ownPath } = new URL(base)
  return origin === ownOrigin && pathname.startsWith(`${trimmed(ownPath)}/`) && username === '' && password === ''
}
const trimmed = (path: string): string => path.replace(/\/+$/, '')
const pathOf = (address: string): string => new URL(address).pathname
