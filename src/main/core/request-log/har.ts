// HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec), of redacted exchanges only.

import { STATUS_CODES } from 'node:http'
import type { Header } from './recorded-exchange.ts'
import type { StoredRecord } from './records.ts'

// HAR 1.2: -1 where a size or time does not apply or is not known.
const notKnown = -1

export function harOf(records: StoredRecord[]): Record<string, unknown> {
  return {
    log: {
      version: '1.2',
      creator: { name: 'TPP Workbench', version: '1', comment: 'Secrets are replaced by placeholders' },
      entries: records.map(entry),
    },
  }
}

function entry(record: StoredRecord) {
  const { timing } = record
  return {
    startedDateTime: record.started,
    time: timing.total,
    request: request(record),
    response: response(record),
    cache: {},
    timings: {
      blocked: notKnown,
      dns: notKnown,
      connect: timing.connect ?? notKnown,
      send: 0,
      wait: timing.wait ?? Math.max(0, timing.total - (timing.connect ?? 0)),
      receive: timing.download ?? 0,
      ssl: notKnown, // is part of connect
    },
    _id: record.id,
    _runId: record.runId,
    _step: record.step,
    _tls: record.tls,
    _jwts: record.jwts,
    ...(record.verdicts.length > 0 ? { _verdicts: record.verdicts } : {}),
    ...(record.errorCode ? { _error: { code: record.errorCode, message: record.errorMessage } } : {}),
  }
}

function request({ method, url, request: { headers, body }, requestSize, requestHeadSize }: StoredRecord) {
  return {
    method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headers.map(nameAndValue),
    queryString: queryOf(url),
    ...(body === null ? {} : { postData: { mimeType: headerValue(headers, 'content-type'), text: body, params: [] } }),
    headersSize: requestHeadSize || notKnown,
    bodySize: requestSize - requestHeadSize,
  }
}

// An exchange without an answer has the status 0, as browsers write it.
function response({ status, response: answer, responseSize, responseHeadSize }: StoredRecord) {
  const headers = answer?.headers ?? []
  const bodySize = (responseSize ?? 0) - (responseHeadSize ?? 0)
  return {
    status: status ?? 0,
    statusText: answer?.statusText || (STATUS_CODES[status ?? 0] ?? ''),
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headers.map(nameAndValue),
    content: { size: bodySize, mimeType: headerValue(headers, 'content-type'), text: answer?.body ?? '' },
    redirectURL: headerValue(headers, 'location'),
    headersSize: responseHeadSize ?? notKnown,
    bodySize: answer ? bodySize : notKnown,
  }
}

const nameAndValue = ([name, value]: Header) => ({ name, value })

const headerValue = (headers: Header[], wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''

function queryOf(url: string) {
  const query = url.split('#', 1)[0]?.split('?').slice(1).join('?') ?? ''
  return [...new URLSearchParams(query)].map(nameAndValue)
}
