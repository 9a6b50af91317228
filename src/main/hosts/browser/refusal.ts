// How the host says no: as data to the page's scripts, as a short page to a person who opened an address.

import type { IncomingHttpHeaders } from 'node:http'
import { AppError, type Reply } from '../../../shared/errors.ts'
import { contentSecurityPolicy, createNonce } from '../content-security-policy.ts'

/** Texts are our own: nothing of the request is echoed. */
export class Refusal extends Error {
  override name = 'Refusal'
  status: number
  /** The part of the request at fault. */
  field: string
  remedy: string
  headers: Record<string, string>

  constructor(status: number, message: string, field: string, remedy: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.field = field
    this.remedy = remedy
    this.headers = headers
  }
}

export interface RefusalAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export const refusalAnswer = (refusal: Refusal, { accept = '' }: IncomingHttpHeaders): RefusalAnswer =>
  accept.includes('text/html') ? asPage(refusal) : asData(refusal)

const asData = ({ status, message, field, remedy, headers }: Refusal): RefusalAnswer => {
  const reply: Reply<never> = { ok: false, error: new AppError('INVALID_INPUT', message, { field, remedy }).toData() }
  return { status, headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(reply) }
}

const style = `body { font: 15px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto 0; padding: 0 1.5rem }
:root { color-scheme: light dark }
h1 { font-size: 1.1rem }`

const asPage = ({ status, message, remedy, headers }: Refusal): RefusalAnswer => {
  const nonce = createNonce()
  const body = `<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>TPP Workbench</title><style nonce="${nonce}">${style}</style></head>
<body><h1>${message}</h1><p>${remedy}</p></body>
</html>
`
  return {
    status,
    headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': contentSecurityPolicy(nonce) },
    body,
  }
}
