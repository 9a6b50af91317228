// The built renderer under app://bundle, in place of file:// and of any server.

import { protocol, type Session } from 'electron'
import { securityHeaders } from '../browser/headers.ts'
import { readStaticFile } from '../browser/static-files.ts'
import { contentSecurityPolicy, createNonce, withNonce } from '../content-security-policy.ts'
import { isOwnAddress, ownScheme } from './own-address.ts'

/** Before "ready". SECURITY: an origin of its own with the web's rules; never bypassCSP, which would void the policy. */
export const registerOwnScheme = (): void =>
  protocol.registerSchemesAsPrivileged([{ scheme: ownScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }])

const answer = (status: number, body: string | Uint8Array<ArrayBuffer> | null, headers: Record<string, string> = {}): Response =>
  new Response(body, { status, headers: { ...securityHeaders, ...headers } })

/** SECURITY: every answer, refusals included, has the policy and nosniff; the type comes from a fixed list. */
const serve = async ({ method, url }: { method: string; url: string }, folder: string): Promise<Response> => {
  if (method !== 'GET') return answer(405, null)
  const file = isOwnAddress(url) ? await readStaticFile(folder, new URL(url).pathname) : null
  if (!file) return answer(404, null)
  if (!file.type.startsWith('text/html')) return answer(200, new Uint8Array(file.content), { 'Content-Type': file.type })
  const nonce = createNonce()
  return answer(200, withNonce(file.content.toString('utf8'), nonce), {
    'Content-Type': file.type,
    'Content-Security-Policy': contentSecurityPolicy(nonce),
  })
}

/** Serves a folder to the pages of one session, and to no other. */
export const servePages = (pages: Session, folder: string): void => pages.protocol.handle(ownScheme, (request) => serve(request, folder))
