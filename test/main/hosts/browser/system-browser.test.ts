import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { browserCommand, hasDisplay, openSystemBrowser } from '../../../../src/main/hosts/browser/system-browser.ts'
import { temporaryFolder } from '../../../support/app.ts'

/** A folder with an xdg-open that fetches the address. */
const withXdgOpen = (script = `#!/bin/sh\ncurl -s "$1" >/dev/null\n`): string => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'xdg-open'), script)
  chmodSync(join(folder, 'xdg-open'), 0o755)
  return folder
}

test.each([
  ['linux', {}, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['darwin', {}, true],
  ['darwin', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, false],
  ['win32', {}, true],
] as const)('display on %s with %j: %s', (platform, env, there) => {
  expect(hasDisplay({ platform, env })).toBe(there)
})

test('the command of each platform', () => {
  expect(browserCommand({ platform: 'darwin', env: {} })).toEqual(['open'])
  expect(browserCommand({ platform: 'win32', env: {} })).toEqual(['rundll32.exe', 'url.dll,FileProtocolHandler'])
  expect(browserCommand({ platform: 'linux', env: { PATH: withXdgOpen(), DISPLAY: ':0' } })).toEqual(['xdg-open'])
  expect(browserCommand({ platform: 'linux', env: { PATH: withXdgOpen() } })).toBeNull()
  expect(browserCommand({ platform: 'linux', env: { PATH: temporaryFolder(), DISPLAY: ':0' } })).toBeNull()
})

test.runIf(process.platform === 'linux')('the address is handed over as it is', async () => {
  const server = createServer((_request, response) => void response.end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const asked = once(server, 'request')
  const path = process.env.PATH
  process.env.PATH = `${withXdgOpen()}${delimiter}${path}`
  onTestFinished(() => {
    process.env.PATH = path
  })
  const port = typeof address === 'object' && address ? address.port : 0
  expect(openSystemBrowser(`http://127.0.0.1:${port}/open/a-b_c?x=$HOME`, { env: { ...process.env, DISPLAY: ':0' } })).toBe(true)
  const [request] = await asked
  expect(request.url).toBe('/open/a-b_c?x=$HOME')
  expect(openSystemBrowser(`http://127.0.0.1:${port}/`, { platform: 'linux', env: {} })).toBe(false)
})
