// What a browser sees at the redirect address. No page repeats a value it was sent, and none loads anything.

import { hash, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'

const texts = {
  400: 'This is not the answer that TPP Workbench waits for. Start the authorisation again there.',
  410: 'This answer was received before.',
} as const

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { display: grid; place-items: center; min-height: 90vh; margin: 0; padding: 1.5rem }
main { max-width: 34rem; padding: 1.5rem 2rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 6px }
h1 { font-size: 1.25rem; margin: 0 0 .5rem }
p { margin: 0 }`

// One fixed style sheet, known by its hash; nothing else may style the page.
const styleSource = `'sha256-${hash('sha256', style, 'base64')}'`

/** Headers of every answer. `scriptNonce` lets one inline script run, which may call this origin only. */
function headers(scriptNonce?: string): Record<string, string> {
  const script = scriptNonce ? `script-src 'nonce-${scriptNonce}'; connect-src 'self'; ` : ''
  return {
    'Content-Security-Policy': `default-src 'none'; style-src ${styleSource}; ${script}base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    Connection: 'close',
  }
}

const page = (body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>TPP Workbench</title><style>${style}</style></head><body><main>${body}</main></body></html>`

function sendPage(response: ServerResponse, status: number, body: string, scriptNonce?: string): void {
  const html = Buffer.from(page(body))
  response.writeHead(status, { ...headers(scriptNonce), 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': html.length })
  response.end(html)
}

/** An answer without a body. */
export function sendStatus(response: ServerResponse, status: number, extra: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers(), ...extra, ...(status === 204 ? {} : { 'Content-Length': '0' }) })
  response.end()
}

export const sendRefusal = (response: ServerResponse, status: keyof typeof texts): void =>
  sendPage(response, status, `<p>${texts[status]}</p>`)

export const sendDone = (response: ServerResponse): void =>
  sendPage(response, 200, '<h1>You can close this window</h1><p>The answer of the bank has reached TPP Workbench.</p>')

/** Takes the fragment, which a browser never sends, out of the address and posts it once (RFC 6749 §4.2, `code id_token`). */
export function sendFragmentPage(response: ServerResponse, paths: { relay: string; done: string }, pageToken: string): void {
  const nonce = randomBytes(16).toString('base64')
  const values = JSON.stringify({ ...paths, pageToken }).replaceAll('<', '\\u003c')
  // SECURITY: the address is cleaned before anything else, so that the answer stays in no history and no reload sends it again.
  const script = `
const fragment = location.hash.slice(1)
history.replaceState(null, '', location.pathname)
const { relay, done, pageToken } = ${values}
const say = (text) => { document.getElementById('message').textContent = text }
if (!fragment) say('No answer of the bank has reached this window.')
else fetch(relay, {
  method: 'POST', body: fragment, credentials: 'omit', redirect: 'error',
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-page-token': pageToken },
}).then(
  (answer) => { if (answer.ok) location.replace(done); else say('${texts[400]}') },
  () => say('TPP Workbench no longer waits for this answer.'),
)
`
  const body =
    '<p id="message">Passing the answer of the bank on to TPP Workbench.</p><noscript><p>This needs JavaScript. Otherwise paste the address of this window into TPP Workbench.</p></noscript>'
  sendPage(response, 200, `${body}<script nonce="${nonce}">${script}</script>`, nonce)
}
