// What is looked at before anything else of a request, its path included, and for every method.

import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'

const openAnew = 'Type or paste the address that the terminal shows into the address bar.'

/** The only address at which this host answers. URL leaves port 80 out, as browsers do. */
export const ownAddress = ({ socket }: IncomingMessage): URL => new URL(`http://127.0.0.1:${socket.localPort}/`)

/** Null for a request that may go on. */
export const refusedAtGate = (request: IncomingMessage): Refusal | null => {
  const { headers, method = '', url = '' } = request
  const own = ownAddress(request)
  const hosts = request.headersDistinct.host ?? []
  // SECURITY: DNS rebinding; a foreign name that resolves to this machine must not reach anything here.
  if (hosts.length !== 1 || hosts[0] !== own.host) return new Refusal(421, 'Host is not the address of this workbench', 'Host', openAnew)
  // SECURITY: an absolute target carries a second host; only what begins with one slash is a path.
  if (!url.startsWith('/')) return new Refusal(400, 'Address is not a path', 'path', openAnew)
  // SECURITY: another site, or another port of this machine, which SameSite does not tell apart. Absent in old browsers, where the rest holds.
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return new Refusal(403, 'Request comes from another site', 'Sec-Fetch-Site', openAnew)
  }
  // SECURITY: cross-site request forgery; a form or script elsewhere cannot choose its Origin, and none is no proof.
  if (method !== 'GET' && headers.origin !== own.origin) {
    return new Refusal(403, 'Origin is absent or not this workbench', 'Origin', openAnew)
  }
  if (method !== 'GET' && method !== 'POST')
    return new Refusal(405, 'Method is not GET or POST', 'method', openAnew, { Allow: 'GET, POST' })
  return null
}
