// The renderer's side of the browser host alone, in a page without anything else.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { makeRenderer } from './browser-host.ts'

const page = `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Bridge</title><meta property="csp-nonce" nonce="__CSP_NONCE__">
<script type="module" src="./page.js"></script></head>
<body><h1>Bridge</h1></body></html>
`

const script = `
import { createHttpBridge } from './api/http-bridge.js'
window.lost = 0
window.events = []
window.bridge = await createHttpBridge({ onSessionLost: () => window.lost++ })
window.end = bridge.subscribe((event) => window.events.push(event))
document.title = 'Connected'
`

/** A renderer folder whose page puts the bridge, the events it receives and the sessions it loses on \`window\`. */
export const makeBridgeRenderer = (): string => {
  const folder = makeRenderer()
  mkdirSync(join(folder, 'api'))
  for (const name of ['http-bridge', 'http-events']) {
    const source = readFileSync(new URL(`../../src/renderer/api/${name}.ts`, import.meta.url), 'utf8')
    writeFileSync(join(folder, 'api', `${name}.js`), stripTypeScriptTypes(source).replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"))
  }
  writeFileSync(join(folder, 'page.js'), script)
  writeFileSync(join(folder, 'index.html'), page)
  return folder
}
