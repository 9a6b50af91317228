// The JOSE header of a message signature: which members there are, and what each must say
// (UK Read/Write Data API, "Message Signing", with the changes of 3.1.4).

import type { Verdict } from '../../../shared/errors.ts'
import { clockSkewSeconds, judge, notApplicable, time } from './claim-checks.ts'

/**
 * `unencoded`: up to 3.1.3, and for the banks that still want it: `b64` is false and in `crit` (RFC 7797).
 * `encoded`: from 3.1.4 on: no `b64`, three entries in `crit`.
 */
export type DetachedForm = 'unencoded' | 'encoded'

export type DetachedHeader = Record<string, unknown>

const member = (name: 'iat' | 'iss' | 'tan') => `http://openbanking.org.uk/${name}`
const [issued, issuer, trustAnchor] = [member('iat'), member('iss'), member('tan')]
const clause = 'OB Message Signing'

const critOf = (form: DetachedForm): string[] => [...(form === 'unencoded' ? ['b64'] : []), issued, issuer, trustAnchor]
const known = ['alg', 'kid', 'typ', 'cty', 'b64', issued, issuer, trustAnchor, 'crit']

export interface HeaderFacts {
  form: DetachedForm
  keyId: string
  issuer: string
  trustAnchor: string
  issued: Date
  contentType?: string
}

/** The header that we send. */
export const detachedHeader = ({ form, contentType = 'application/json', ...facts }: HeaderFacts): DetachedHeader => ({
  alg: 'PS256',
  kid: facts.keyId,
  typ: 'JOSE',
  cty: contentType,
  ...(form === 'unencoded' && { b64: false }),
  // Rounded down: it has to lie in the past when it arrives.
  [issued]: Math.floor(facts.issued.getTime() / 1000),
  [issuer]: facts.issuer,
  [trustAnchor]: facts.trustAnchor,
  crit: critOf(form),
})

export interface HeaderExpectations {
  form: DetachedForm
  issuer: string
  trustAnchors: string[]
  now: Date
  /** What cty may say, if it is there. */
  contentTypes?: string[]
}

/** One verdict for each member, `kid` excepted, which the key set has to answer for. */
export const checkDetachedHeader = (header: DetachedHeader, expected: HeaderExpectations): Verdict[] => {
  const { form, trustAnchors, contentTypes = ['application/json', 'json'] } = expected
  const seconds = expected.now.getTime() / 1000
  const iat = header[issued]
  const past = typeof iat === 'number' && Number.isFinite(iat) && iat <= seconds + clockSkewSeconds
  const others = Object.keys(header).filter((name) => !known.includes(name))
  return [
    // SECURITY: the algorithm is ours to choose; `none`, or an HMAC keyed with a public key, would let anyone sign.
    judge('alg', `${clause}, FAPI 1.0 Advanced 8.6`, header.alg === 'PS256', 'PS256', header.alg),
    optional('typ', header, ['JOSE']),
    optional('cty', header, contentTypes),
    form === 'unencoded'
      ? judge('b64', 'RFC 7797 3', header.b64 === false, 'false', header.b64)
      : judge('b64', `${clause} 3.1.4`, !Object.hasOwn(header, 'b64'), 'absent', header.b64),
    judge(issued, clause, past, `before ${time(seconds)}`, time(iat)),
    judge(issuer, clause, header[issuer] === expected.issuer, expected.issuer, header[issuer]),
    judge(
      trustAnchor,
      clause,
      trustAnchors.some((one) => one === header[trustAnchor]),
      trustAnchors.join(' or '),
      header[trustAnchor],
    ),
    judge('crit', `${clause}, RFC 7515 4.1.11`, sameEntries(header.crit, critOf(form)), JSON.stringify(critOf(form)), header.crit),
    judge('header', clause, others.length === 0, 'no other members', others.length === 0 ? 'no other members' : others.join(', ')),
  ]
}

const optional = (name: string, header: DetachedHeader, values: string[]): Verdict =>
  Object.hasOwn(header, name)
    ? judge(
        name,
        clause,
        values.some((value) => value === header[name]),
        values.join(' or '),
        header[name],
      )
    : notApplicable(name, clause, `${values.join(' or ')}, if present`)

/** The same entries, each once, in any order. */
const sameEntries = (found: unknown, wanted: string[]): boolean =>
  Array.isArray(found) && found.length === wanted.length && wanted.every((entry) => found.includes(entry))
