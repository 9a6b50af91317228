// An exchange as a curl command for bash. What was redacted becomes a variable that the person sets first.

import { isRedirect } from '../../../shared/browser-exchanges.ts'
import type { RequestLogDetail } from '../../../shared/model/request-log.ts'
import { headerOf } from './http-text.ts'

const placeholder = /‹(\w+):([0-9a-f]{8})›/g

// curl writes these itself, from the address and the body.
const ownHeaders = new Set(['host', 'content-length', 'connection', 'transfer-encoding'])

const nameOf = (kind: string, digest: string) => `${/^\d/.test(kind) ? '_' : ''}${kind}_${digest}`

/** SECURITY: whatever a bank sent stays one word of the command: single quotes end only for our own variables. */
const quoted = (text: string): string =>
  text
    .split(/(‹\w+:[0-9a-f]{8}›)/)
    .map((part, index) =>
      index % 2 === 1 ? part.replace(placeholder, (_, kind, digest) => `"$${nameOf(kind, digest)}"`) : singleQuoted(part),
    )
    .join('') || "''"

// bash keeps no zero byte in a word.
const singleQuoted = (text: string) => (text === '' ? '' : `'${text.replaceAll('\0', '').replaceAll("'", `'\\''`)}'`)

/** SECURITY: a line break in a bank's text would end the comment and begin a command. */
const comment = (text: string) => `# ${text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')}`

const header = ([name, value]: [string, string]): string => quoted(value === '' ? `${name};` : `${name}: ${value}`)

const secretsIn = (command: string): string[] => [
  ...new Set([...command.matchAll(placeholder)].map(([, kind = '', digest = '']) => `${nameOf(kind, digest)} (${kind})`)),
]

/** The exchange as text for bash, or null for what never went out from here. */
export const curlOf = (detail: RequestLogDetail): string | null => {
  const { method, url, request, tls } = detail
  if (isRedirect(detail)) return null
  const offered = tls?.clientCertificateOffered
  const headers = request.headers.filter(([name]) => !ownHeaders.has(name.toLowerCase()))
  const cut = /\n… \d+ more bytes$|^… \d+ bytes that are not text$/.test(request.body ?? '')
  const options = [
    `--request ${quoted(method)} --globoff --path-as-is`,
    ...(offered ? ['--cert "$OBWAC_CERTIFICATE" --key "$OBWAC_KEY"'] : []),
    ...(tls ? [`\${BANK_CA:+--cacert "$BANK_CA"}`] : []),
    ...headers.map((pair) => `--header ${header(pair)}`),
    // curl would add a type of its own to a body.
    ...(request.body !== null && headerOf(headers, 'content-type') === null ? ["--header 'content-type:'"] : []),
    ...(request.body === null ? [] : [cut ? '--data-binary @body' : `--data-raw ${quoted(request.body)}`]),
    `--url ${quoted(url)}`,
  ]
  const secrets = secretsIn([url, request.body ?? '', ...request.headers.flat()].join('\n'))
  return [
    ...(secrets.length > 0 ? [comment(`Redacted here, to be set as variables first: ${secrets.join(', ')}.`)] : []),
    ...(offered
      ? [comment(`OBWAC_CERTIFICATE and OBWAC_KEY: PEM files of ${offered.subject}, SHA-256 ${offered.sha256Fingerprint}.`)]
      : []),
    ...(tls ? [comment('BANK_CA: a PEM file of the bank’s root, where the system does not know it.')] : []),
    ...(cut ? [comment('The body is not kept whole; put it into the file "body".')] : []),
    `curl ${options.join(' \\\n  ')}`,
  ].join('\n')
}
