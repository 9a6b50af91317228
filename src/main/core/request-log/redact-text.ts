// Cleans one piece of text by its structure, noting the secrets and the JWTs that it meets.

import type { DecodedJwt } from '../../../shared/model/request-log.ts'
import { type FoundSecrets, outsidePlaceholders } from './found-secrets.ts'
import { eachString } from './json-strings.ts'
import { decodeJwt, replaceJwts } from './jwt-shapes.ts'
import { candidate, escapedAscii, jsonField, numberIsSecret, pairInText, privateKeyPem, secretKind } from './sensitive-fields.ts'

export interface TextRedactor {
  jwts: DecodedJwt[]
  /** A value known to be a secret. */
  secret(kind: string, value: string, where: string): string
  /** Any text, such as a header. */
  text(text: string, where: string): string
  /** A body: JSON, a compact JWS, HTML or anything else. */
  body(text: string, where: string): string
  /** `name=value` pairs joined by `&`. */
  pairs(text: string, where: string): string
  /** One `name=value`; with a kind, the value is a secret whatever its name. */
  pair(text: string, where: string, kind?: string): string
  /** An absolute address with its query and fragment. */
  address(url: string, side: string): string
  /** The value of an Authorization header (RFC 9110 §11.4). */
  credentials(value: string, where: string): string
}

// A JWT in a JWT in a JWT: deeper ones are replaced but not decoded.
const deepestJwt = 4

export function textRedactor(found: FoundSecrets): TextRedactor {
  const jwts: DecodedJwt[] = []
  const decoded = new Set<string>()

  function noticeJwts(text: string, name: string, where: string, depth = 1): void {
    replaceJwts(text, (jwt) => {
      found.add(secretKind(name) ?? (/^\w+$/.test(name) ? name : 'jwt'), jwt)
      const parts = decoded.has(jwt) || depth > deepestJwt ? null : decodeJwt(jwt)
      if (!parts) return jwt
      decoded.add(jwt)
      jwts.push({ where, ...parts })
      eachString({ ...parts.header, ...parts.claims }, where, (value, claim, path) => noticeString(value, claim, path, depth + 1))
      return jwt
    })
  }

  function noticeString(value: string, name: string, where: string, depth = 1): void {
    const kind = secretKind(name)
    if (kind && value) found.add(kind, value)
    if (value.includes('.')) noticeJwts(value, name, where, depth)
    if (value.includes('-----BEGIN')) for (const [key] of value.matchAll(privateKeyPem)) found.add('private_key', key)
  }

  function secret(kind: string, value: string, where: string): string {
    const shown = found.add(kind, value)
    noticeJwts(value, kind, where)
    return shown
  }

  function text(given: string, where: string): string {
    if (!candidate.test(given)) return given
    const cleaned = given
      .replace(jsonField, (all, before: string, name: string, value: string) => {
        if (!value.startsWith('"')) return numberIsSecret(name) ? `${before}"${secret(name, value, where)}"` : all
        const plain = jsonString(value)
        return plain ? `${before}"${secret(name, plain, where)}"` : all
      })
      .replace(
        pairInText,
        (_all, before: string, name: string, value: string) => `${before}${name}=${secret(name, decodeForm(value), where)}`,
      )
    return outsidePlaceholders(cleaned, (part) =>
      replaceJwts(part, (jwt) => secret('jwt', jwt, where)).replace(privateKeyPem, (key: string) => secret('private_key', key, where)),
    )
  }

  function body(given: string, where: string): string {
    if (!candidate.test(given)) return given
    const json = parseJson(given)
    if (json === undefined) return text(given, where)
    eachString(json, where, noticeString)
    // Escapes that nothing needs could spell a secret in a way that no search finds; they go.
    return text(escapedAscii.test(given) ? JSON.stringify(json) : given, where)
  }

  function pair(given: string, where: string, kind?: string): string {
    const equals = given.indexOf('=')
    if (equals < 0) return kind && given.trim() ? secret(kind, given.trim(), where) : text(given, where)
    const name = decodeForm(given.slice(0, equals))
    const raw = given.slice(equals + 1)
    const value = kind ? raw : decodeForm(raw)
    const secretAs = kind ?? secretKind(name)
    const place = `${where}.${name.trim()}`
    if (secretAs) return value ? `${given.slice(0, equals + 1)}${secret(secretAs, value, place)}` : given
    noticeJwts(value, name, place)
    const cleaned = text(value, place)
    return cleaned === value
      ? given
      : given.slice(0, equals + 1) + outsidePlaceholders(cleaned, (part) => encodeURIComponent(part.toWellFormed()))
  }

  const pairs = (given: string, where: string) =>
    given
      .split('&')
      .map((each) => pair(each, where))
      .join('&')

  function address(url: string, side: string): string {
    const [, base = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? []
    const parts = [text(base, `${side}.url`)]
    if (query !== undefined) parts.push('?', pairs(query, `${side}.query`))
    if (fragment !== undefined) parts.push('#', pairs(fragment, `${side}.fragment`))
    return parts.join('')
  }

  function credentials(value: string, where: string): string {
    const [, scheme = '', rest = ''] = /^(\S+)\s+(.+)$/s.exec(value) ?? []
    if (!rest) return value ? secret('credentials', value, where) : value
    if (/^basic$/i.test(scheme)) {
      const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(rest, 'base64').toString('utf8')) ?? []
      if (password) for (const spelling of [decodeForm(password), password]) found.add('client_secret', spelling)
      return `${scheme} ${secret('basic_credentials', rest, where)}`
    }
    return `${scheme} ${secret(/^(bearer|dpop)$/i.test(scheme) ? 'access_token' : 'credentials', rest, where)}`
  }

  return { jwts, secret, text, body, pairs, pair, address, credentials }
}

/** The text of a JSON string literal, also of one that breaks off. */
function jsonString(literal: string): string {
  const value = parseJson(literal)
  return typeof value === 'string' ? value : literal.slice(1).replace(/"$/, '')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** application/x-www-form-urlencoded; text that is not is left as it is. */
function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
