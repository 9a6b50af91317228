import type { RequestLogDetail } from '../../../shared/model/request-log.ts'
import { hostAndPath } from '../../ui/address-parts.ts'

type Headers = RequestLogDetail['request']['headers']

const message = (first: string, headers: Headers, body: string | null): string =>
  [first, ...headers.map(([name, value]) => `${name}: ${value}`), '', body ?? ''].join('\n')

/** The request as HTTP/1.1 writes it, redacted. */
export const requestText = ({ method, url, request }: RequestLogDetail): string => {
  const { path } = hostAndPath(url)
  return message(`${method} ${path.replace(/#.*$/s, '')} HTTP/1.1`, request.headers, request.body)
}

/** The answer as HTTP/1.1 writes it, redacted; null when none came. */
export const responseText = ({ status, response }: RequestLogDetail): string | null =>
  response && message(`HTTP/1.1 ${status ?? ''} ${response.statusText}`.trimEnd(), response.headers, response.body)

/** The fields of a body or query in application/x-www-form-urlencoded, decoded. */
export const formFields = (text: string): [name: string, value: string][] => [...new URLSearchParams(text)]

export const headerOf = (headers: Headers, wanted: string): string | null =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null
