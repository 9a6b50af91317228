// The redacted view of an exchange. Pure: placeholders come from the caller, who holds the key.
// Two passes: each part is cleaned by its own structure, which finds the secrets; then every secret found is replaced everywhere.

import { isUtf8 } from 'node:buffer'
import type { DecodedJwt } from '../../../shared/model/request-log.ts'
import { foundSecrets, type Placeholder } from './found-secrets.ts'
import { mapStrings } from './json-strings.ts'
import type { Header, RecordedExchange } from './recorded-exchange.ts'
import { type TextRedactor, textRedactor } from './redact-text.ts'
import { isSecretHeader, secretKind } from './sensitive-fields.ts'

export interface RedactedExchange {
  url: string
  request: { headers: Header[]; body: string | null }
  response: { statusText: string; headers: Header[]; body: string | null } | null
  errorMessage: string | null
  jwts: DecodedJwt[]
}

/** Characters of a redacted body that are kept; the raw form keeps all of it. */
export const bodyLimit = 256 * 1024

/** Everything of an exchange that is shown, without a secret in it. */
export function redactExchange(
  { url, request, response, error }: Pick<RecordedExchange, 'url' | 'request' | 'response' | 'error'>,
  placeholder: Placeholder,
): RedactedExchange {
  const found = foundSecrets(placeholder)
  const redactor = textRedactor(found)
  const cleaned = {
    url: redactor.address(url, 'request'),
    requestHeaders: request.headers.map((header) => cleanHeader(header, 'request', redactor)),
    requestBody: cleanBody(request.body, request.headers, 'request.body', redactor),
    statusText: redactor.text(response?.statusText ?? '', 'response.statusText'),
    responseHeaders: (response?.headers ?? []).map((header) => cleanHeader(header, 'response', redactor)),
    responseBody: cleanBody(response?.body ?? null, response?.headers ?? [], 'response.body', redactor),
    errorMessage: error && redactor.text(error.message, 'error'),
  }
  const clean = (text: string) => found.replaceIn(text)
  const body = (text: string | null) => (text === null ? null : capped(clean(text)))
  const claim = (text: string, name: string) => {
    const kind = secretKind(name)
    return kind && text ? found.add(kind, text) : clean(text)
  }
  const headers = (list: Header[]) => list.map(([name, value]): Header => [name, clean(value)])
  return {
    url: clean(cleaned.url),
    request: { headers: headers(cleaned.requestHeaders), body: body(cleaned.requestBody) },
    response: response && {
      statusText: clean(cleaned.statusText),
      headers: headers(cleaned.responseHeaders),
      body: body(cleaned.responseBody),
    },
    errorMessage: cleaned.errorMessage === null ? null : clean(cleaned.errorMessage),
    jwts: redactor.jwts.map(({ where, header, claims }) => ({
      where,
      header: mapStrings(header, claim),
      claims: mapStrings(claims, claim),
    })),
  }
}

function cleanHeader([name, value]: Header, side: 'request' | 'response', redactor: TextRedactor): Header {
  const lower = name.toLowerCase()
  const where = `${side}.headers.${lower}`
  if (lower === 'authorization' || lower === 'proxy-authorization') return [name, redactor.credentials(value, where)]
  if (lower === 'cookie')
    return [
      name,
      value
        .split(';')
        .map((pair) => redactor.pair(pair, where, 'cookie'))
        .join(';'),
    ]
  if (lower === 'set-cookie') {
    const [cookie = '', ...attributes] = value.split(';')
    return [name, [redactor.pair(cookie, where, 'cookie'), ...attributes].join(';')]
  }
  if (lower === 'location' || lower === 'content-location' || lower === 'referer') return [name, redactor.address(value, where)]
  if (isSecretHeader(lower) && value) return [name, redactor.secret(lower.replaceAll('-', '_'), value, where)]
  return [name, redactor.text(value, where)]
}

function cleanBody(body: Buffer | null, headers: Header[], where: string, redactor: TextRedactor): string | null {
  if (!body?.length) return null
  if (!isUtf8(body) || body.includes(0)) return `… ${body.length} bytes that are not text`
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const text = body.toString('utf8')
  return /x-www-form-urlencoded/i.test(contentType) ? redactor.pairs(text, where) : redactor.body(text, where)
}

function capped(text: string): string {
  if (text.length <= bodyLimit) return text
  return `${text.slice(0, bodyLimit)}\n… ${Buffer.byteLength(text.slice(bodyLimit))} more bytes`
}
