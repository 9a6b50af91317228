// Plain HTTP(S) calls to the model bank, with or without a client certificate.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Identity } from '../../src/pki/certificate.ts'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  json: Record<string, unknown>
}

export interface Call {
  method?: string
  headers?: Record<string, string>
  body?: string
  /** Client certificate; none when absent. */
  identity?: Identity
  ca?: string
}

export function send(url: string, { method = 'GET', headers = {}, body, identity, ca }: Call = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
      agent: false as const,
    }
    const tls = { ca, ...(identity && { cert: identity.certificate, key: identity.privateKey }) }
    const outgoing = url.startsWith('https:') ? httpsRequest(url, { ...options, ...tls }) : httpRequest(url, options)
    outgoing.on('error', reject)
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) })
      })
    })
    outgoing.end(body)
  })
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

export const form = (fields: Record<string, string>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

/** A browser without scripts: keeps cookies by path, follows redirects on its own host, reads forms. */
export class Browser {
  cookies = new Map<string, { value: string; path: string }>()
  url = ''
  page: Answer | null = null

  async open(url: string, call: Call = {}): Promise<Answer> {
    const host = new URL(url).host
    for (let address = url, next = call; ; ) {
      const answer = await send(address, { ...next, headers: { ...next.headers, cookie: this.#cookiesFor(address) } })
      this.#store(address, answer)
      this.url = address
      this.page = answer
      const { location } = answer.headers
      if (location === undefined) return answer
      this.url = new URL(location, address).href
      if (new URL(this.url).host !== host) return answer
      address = this.url
      next = { ca: call.ca }
    }
  }

  /** Sends the form of the page with these fields; hidden fields go along. */
  submit(fields: Record<string, string | string[]>): Promise<Answer> {
    const html = this.page?.text ?? ''
    const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1] ?? ''
    const body = new URLSearchParams()
    for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) body.append(name, value)
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return this.open(new URL(action, this.url).href, { method: 'POST', headers, body: body.toString() })
  }

  /** Values of the checkboxes on the page. */
  choices(): string[] {
    return [...(this.page?.text ?? '').matchAll(/<input type="checkbox" name="accounts" value="([^"]+)"/g)].map((match) => match[1] ?? '')
  }

  #cookiesFor(url: string): string {
    const { pathname } = new URL(url)
    return [...this.cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ')
  }

  #store(_url: string, answer: Answer): void {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const [name = '', value = ''] = pair.split('=')
      const path = attributes.find((attribute) => attribute.toLowerCase().startsWith('path='))?.slice(5) ?? '/'
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, { value, path })
    }
  }
}
