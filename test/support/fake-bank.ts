// A bank that answers what a test tells it to, over real TLS. Unless told otherwise it behaves.

import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createCertificateAuthority, issueServer } from '../../src/pki/certificate.ts'
import { parseSubject } from '../../src/pki/distinguished-name.ts'
import type { Input } from '../../src/shared/api.ts'

export interface FakeRequest {
  /** Such as `POST /register`. */
  route: string
  headers: IncomingMessage['headers']
  body: string
}
export type Answer = (response: ServerResponse, request: FakeRequest) => void | Promise<void>

export interface FakeBank {
  issuer: string
  profile: Input<'bankProfile.create'>
  received: FakeRequest[]
  /** Answers a route from now on. */
  on(route: string, answer: Answer): void
  /** Forgets what it was told. */
  reset(): void
  close(): Promise<void>
}

export const json =
  (status: number, body: unknown): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
export const html =
  (status: number): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'text/html' }).end('<html><title>Maintenance</title><p>Back soon</p></html>')
export const hangUp: Answer = (response) => void response.socket?.destroy()
export const silence: Answer = () => {}

const wellKnown = 'GET /.well-known/openid-configuration'
export const baseUrl = '/open-banking/v4.0/aisp'

const wellBehaved = (issuer: string): Record<string, Answer> => ({
  [wellKnown]: json(200, {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    registration_endpoint: `${issuer}/register`,
    pushed_authorization_request_endpoint: `${issuer}/par`,
  }),
  'POST /token': json(200, { access_token: 'token-of-the-client', token_type: 'Bearer', expires_in: 300, scope: 'accounts' }),
  'POST /register': json(201, { client_id: 'client-of-the-fake-bank' }),
  'GET /jwks': json(200, { keys: [] }),
})

/** `port`: where a bank that has ended listened before, to take its place. */
export const startFakeBank = async (port = 0): Promise<FakeBank> => {
  const ca = await createCertificateAuthority({ subject: parseSubject('CN=Fake bank CA') })
  const identity = await issueServer({ ca, dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'], commonName: 'Fake bank' })
  const received: FakeRequest[] = []
  const told = new Map<string, Answer>()
  let usual: Record<string, Answer> = {}
  const server = createServer({ cert: identity.certificate, key: identity.privateKey }, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const route = `${request.method} ${request.url}`
    const entry = { route, headers: request.headers, body: Buffer.concat(chunks).toString() }
    received.push(entry)
    await (told.get(route) ?? usual[route] ?? json(404, {}))(response, entry)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as AddressInfo
  const issuer = `https://127.0.0.1:${own}`
  usual = wellBehaved(issuer)
  return {
    issuer,
    received,
    profile: {
      name: `fake-${own}`,
      displayName: 'Fake bank',
      environment: 'sandbox',
      issuer,
      caCertificates: [ca.certificate],
      accountInformation: { baseUrls: { '4.0': issuer + baseUrl }, defaultVersion: '4.0' },
      registration: { dcr: true, applicationType: 'mobile' },
    },
    on: (route, answer) => void told.set(route, answer),
    reset: () => told.clear(),
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
