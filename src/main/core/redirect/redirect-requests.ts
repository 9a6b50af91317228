// Which requests the redirect listener answers, and how. Nothing that arrives is logged or echoed.

import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { judgeAnswer } from './answer.ts'
import { sendDone, sendFragmentPage, sendRefusal, sendStatus } from './redirect-pages.ts'

export interface RedirectRequestsInput {
  /** The redirect URI with the port that is listened on. */
  address: string
  state: string
  /** Takes the answer, as a full address; false when one was taken before. */
  accept(redirect: string): boolean
  /** An answer with a wrong or missing state was refused. */
  refused(): void
  /** The closing page was delivered. */
  finished(): void
}

const maxBodyBytes = 64 * 1024
/** Pages that may wait to pass on a fragment; the oldest gives way. */
const maxPages = 16

export function createRedirectRequests({ address, state, accept, refused, finished }: RedirectRequestsInput) {
  const { origin, host, pathname, search } = new URL(address)
  const folder = pathname.replace(/\/$/, '')
  const paths = { relay: `${folder}/fragment`, done: `${folder}/done` }
  const pageTokens = new Set<string>()
  let answered = false

  const take = (redirect: string, parameters: URLSearchParams): 204 | 400 | 410 => {
    if (judgeAnswer(parameters, state) !== 'expected') {
      refused()
      return 400
    }
    // SECURITY: taken once, before anything is done with it; a replay from the history or another tab finds nothing open.
    if (answered || !accept(redirect)) return 410
    answered = true
    return 204
  }

  const finish = (response: ServerResponse, status: 204 | 400 | 410) =>
    status === 204 ? sendStatus(response, 303, { Location: paths.done }) : sendRefusal(response, status)

  const get = (target: string, response: ServerResponse) => {
    const parameters = new URLSearchParams(target.slice(pathname.length))
    for (const [name, value] of new URLSearchParams(search)) parameters.delete(name, value)
    if (judgeAnswer(parameters, state) !== 'none') return finish(response, take(`${origin}${target}`, parameters))
    if (answered) return sendRefusal(response, 410)
    const pageToken = randomBytes(32).toString('base64url')
    pageTokens.add(pageToken)
    if (pageTokens.size > maxPages) for (const oldest of [...pageTokens].slice(0, -maxPages)) pageTokens.delete(oldest)
    return sendFragmentPage(response, paths, pageToken)
  }

  /** response_mode=form_post: the bank's page posts here, from its own site. */
  const formPost = async (request: IncomingMessage, response: ServerResponse) => {
    // SECURITY: a form is a navigation; a script on another site that posts in the background is not.
    const mode = request.headers['sec-fetch-mode']
    if (mode !== undefined && mode !== 'navigate') return sendStatus(response, 403)
    const body = await readForm(request, response)
    if (body !== null) finish(response, take(`${address}#${body}`, new URLSearchParams(body)))
  }

  /** The fragment, posted by our own page. */
  const relay = async (request: IncomingMessage, response: ServerResponse) => {
    // SECURITY: only the page that was served from here, and each page once (login CSRF, DNS rebinding).
    const site = request.headers['sec-fetch-site']
    const token = request.headers['x-page-token']
    const ours = request.headers.origin === origin && (site === undefined || site === 'same-origin')
    if (!ours || typeof token !== 'string' || !pageTokens.delete(token)) return sendStatus(response, 403)
    const body = await readForm(request, response)
    if (body !== null) sendStatus(response, take(`${address}#${body}`, new URLSearchParams(body)))
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url: target = '' } = request
    const hosts = request.headersDistinct.host ?? []
    // SECURITY: DNS rebinding; a foreign name that resolves to this machine must not reach the listener.
    if (hosts.length !== 1 || hosts[0] !== host) return sendStatus(response, 421)
    const path = target.split('?')[0]
    if (path === paths.done && method === 'GET' && answered) {
      response.on('close', finished)
      return sendDone(response)
    }
    if (path === paths.relay && method === 'POST') return relay(request, response)
    if (path !== pathname) return sendStatus(response, 404)
    if (method === 'GET') return get(target, response)
    if (method === 'POST') return formPost(request, response)
    return sendStatus(response, 405, { Allow: 'GET, POST' })
  }
}

/** The body of a form, at most 64 KiB; null when the request was answered with the reason, or broke off. */
async function readForm(request: IncomingMessage, response: ServerResponse): Promise<string | null> {
  if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    sendStatus(response, 415)
    return null
  }
  const chunks: Buffer[] = []
  let size = Number(request.headers['content-length'] ?? 0)
  try {
    if (size <= maxBodyBytes) {
      size = 0
      for await (const chunk of request.iterator({ destroyOnReturn: false })) {
        size += chunk.length
        if (size > maxBodyBytes) break
        chunks.push(chunk)
      }
    }
  } catch {
    return null
  }
  if (size <= maxBodyBytes) return Buffer.concat(chunks).toString('utf8')
  sendStatus(response, 413)
  return null
}
