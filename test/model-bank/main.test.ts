import { type ChildProcess, execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { type CertificateSet, createPlainSet } from '../../src/pki/certificate.ts'
import type { ModelBankAddresses } from '../../src/shared/model/model-bank.ts'

const main = join(import.meta.dirname, '../../src/model-bank/main.ts')
const run = promisify(execFile)
const children: ChildProcess[] = []
const folders: string[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'bank-test-'))
  folders.push(made)
  return made
}

interface Started {
  child: ChildProcess
  document: { addresses: ModelBankAddresses; caFile: string; operatorPassword: string; customers: { username: string }[] }
}

async function start(...args: string[]): Promise<Started> {
  const child = spawn(process.execPath, [main, '--json', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += chunk
    if (text.includes('\n')) break
  }
  return { child, document: JSON.parse(text) }
}

async function curl(...args: string[]): Promise<{ status: number; body: string }> {
  const { stdout } = await run('curl', ['-s', '-w', '\n%{http_code}', ...args])
  const end = stdout.lastIndexOf('\n')
  return { status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) }
}

function writeSet(into: string, name: string, set: CertificateSet): { cert: string; key: string } {
  const paths = { cert: join(into, `${name}.pem`), key: join(into, `${name}.key`) }
  writeFileSync(paths.cert, set.transport.certificate)
  writeFileSync(paths.key, set.transport.privateKey)
  return paths
}

describe('as a program', () => {
  test('curl talks to it with an approved certificate, and with no other, also after a restart', async () => {
    const into = folder()
    const state = join(into, 'state', 'bank.db')
    const first = await start('--state', state)
    const { addresses, caFile, operatorPassword, customers } = first.document
    expect(customers.length).toBeGreaterThan(3)
    expect(readFileSync(caFile, 'utf8')).toBe(addresses.caCertificate)
    expect(statSync(state).mode & 0o777).toBe(0o600)

    const set = await createPlainSet('C=GB,O=Example,OU=unit,CN=plain')
    const transport = writeSet(into, 'transport', set)
    const stranger = writeSet(into, 'stranger', await createPlainSet('C=GB,O=Example,OU=unit,CN=plain'))
    const api = `${addresses.enrolmentPortal}/api/enrolments`
    const body = JSON.stringify({ organisation: 'Example', certificate: set.transport.certificate, redirectUris: ['https://app.example/'] })
    const { id } = JSON.parse((await curl('-H', 'content-type: application/json', '-d', body, api)).body)
    expect((await curl('-u', `operator:${operatorPassword}`, '-X', 'POST', `${api}/${id}/approve`)).status).toBe(200)
    const { clientId, clientSecret } = JSON.parse((await curl(`${api}/${id}`)).body)

    const token = (address: string, ...certificate: string[]) =>
      curl(
        '--cacert',
        caFile,
        ...certificate,
        '-u',
        `${clientId}:${clientSecret}`,
        '-d',
        'grant_type=client_credentials&scope=accounts',
        `${address}/token`,
      )
    const own = ['--cert', transport.cert, '--key', transport.key]
    expect((await token(addresses.issuer, ...own)).status).toBe(200)
    const without = await token(addresses.issuer)
    expect([without.status, JSON.parse(without.body).error]).toEqual([401, 'invalid_client'])
    expect((await token(addresses.issuer, '--cert', stranger.cert, '--key', stranger.key)).status).toBe(401)

    const ended = once(first.child, 'exit')
    first.child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    const second = await start('--state', state)
    expect(second.document.addresses).toEqual(addresses)
    expect((await token(addresses.issuer, ...own)).status).toBe(200)
    expect(second.document.operatorPassword).not.toBe(operatorPassword)
  })

  test('without its authority curl does not trust it', async () => {
    const { document } = await start()
    await expect(run('curl', ['-s', `${document.addresses.issuer}/jwks`])).rejects.toMatchObject({ code: 60 })
  })

  test.each([
    ['a port in use', (taken: number) => ['--port', String(taken)], /Port \d+ is in use/],
    ['a port in use for browsers', (taken: number) => ['--front-port', String(taken)], /Port \d+ is in use/],
    ['no port number', () => ['--port', 'many'], /--port many is not a port number. Give a whole number from 0 to 65535/],
    ['no number of milliseconds', () => ['--latency', 'long'], /--latency long is not a number of milliseconds/],
    ['an unknown option', () => ['--colour'], /Unknown option '--colour'[\s\S]*Usage:/],
  ])('%s is said, with exit code 1', async (_what, args, message) => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    const address = blocker.address()
    const taken = typeof address === 'object' && address !== null ? address.port : 0
    const outcome = await run(process.execPath, [main, ...args(taken)]).catch((error: unknown) => error)
    blocker.close()
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringMatching(message) })
  })

  test('two banks do not share one state file', async () => {
    const state = join(folder(), 'bank.db')
    await start('--state', state)
    const outcome = await run(process.execPath, [main, '--state', state]).catch((error: unknown) => error)
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('is open in another model bank') })
  })
})

describe('as a child process', () => {
  const begin = async (args: string[] = []) => {
    const child = fork(main, args, { silent: true })
    children.push(child)
    const [message] = await once(child, 'message')
    return { child, message }
  }
  const ask = async (child: ChildProcess, request: object) => {
    const answered = once(child, 'message')
    child.send(request)
    return (await answered)[0]
  }

  test('answers its parent and ends with it', async () => {
    const { child, message } = await begin()
    expect(message).toMatchObject({
      type: 'ready',
      addresses: { issuer: expect.stringMatching(/^https:/) },
      operatorPassword: expect.any(String),
    })
    expect(await ask(child, { id: 1, method: 'status' })).toMatchObject({ id: 1, ok: true, value: { clients: [], enrolments: [] } })
    expect(await ask(child, { id: 2, method: 'handshakes' })).toEqual({ id: 2, ok: true, value: {} })
    expect(await ask(child, { id: 3, method: 'approveEnrolment', enrolmentId: 'none' })).toMatchObject({
      id: 3,
      ok: false,
      error: { code: 'NOT_FOUND' },
    })
    expect(await ask(child, { id: 4, method: 'dance' })).toMatchObject({ id: 4, ok: false, error: { code: 'UNKNOWN_METHOD' } })
    const ended = once(child, 'exit')
    child.disconnect()
    expect(await ended).toEqual([0, null])
  })

  test('closes when asked', async () => {
    const { child } = await begin()
    const ended = once(child, 'exit')
    expect(await ask(child, { id: 1, method: 'close' })).toEqual({ id: 1, ok: true, value: null })
    expect(await ended).toEqual([0, null])
  })

  test('says why it cannot start', async () => {
    const { child, message } = await begin(['--port', 'many'])
    expect(message).toMatchObject({ type: 'failed', error: { code: 'INVALID_INPUT', field: 'port' } })
    if (child.exitCode === null) await once(child, 'exit')
    expect(child.exitCode).toBe(1)
  })
})

describe('in the way of a known bank', () => {
  const refused = async (...args: string[]) => {
    const { stderr, code } = await run(process.execPath, [main, ...args]).then(
      () => ({ stderr: '', code: 0 }),
      (error: { stderr: string; code: number }) => error,
    )
    return [code, stderr]
  }

  test('--persona and --quirk change what it does', { timeout: 60_000 }, async () => {
    const { document } = await start('--persona', 'Wise_Wise', '--quirk', 'publishesResponseModes=false', '--quirk', 'apiVersions=["4.0"]')
    const { addresses, caFile } = document
    expect(addresses.discovery).toBe(`${addresses.issuer}/openid-configuration`)
    const { status, body } = await curl('--cacert', caFile, addresses.discovery ?? '')
    expect([status, JSON.parse(body).response_modes_supported]).toEqual([200, undefined])
    expect((await curl('--cacert', caFile, `${addresses.accountInformation['3.1']}/accounts`)).status).toBe(404)
    expect((await curl('--cacert', caFile, `${addresses.accountInformation['4.0']}/accounts`)).status).toBe(401)
  })

  test.each([
    [['--persona', 'Nobody'], 'No bank named "Nobody" is known. Known are Barclays_Sandbox, '],
    [['--quirk', 'colour=green'], 'The model bank has no switch "colour". Its switches are discovery, '],
    [['--quirk', 'tokenType=BEARER'], 'The switch tokenType does not take BEARER. It takes Bearer, bearer.'],
    [['--quirk', 'dcr'], 'The switch dcr has no value. It takes true, false.'],
    [['--quirk', 'apiVersions=[]'], 'The switch apiVersions does not take []. It takes a JSON list of 3.1, 4.0.'],
    [['--quirk', 'missingCalls=["/partty"]'], 'The switch missingCalls does not take ["/partty"]. No call of the account information API'],
    [['--quirk', 'consentReadyAfterSeconds=-1'], 'The switch consentReadyAfterSeconds does not take -1. It takes a whole number.'],
  ])('%j is refused, with what there is', async (args, message) => {
    expect(await refused(...args)).toEqual([1, expect.stringContaining(message)])
  })

  test('--list-personas and --list-quirks tell what there is', async () => {
    const list = async (option: string) => (await run(process.execPath, [main, option])).stdout.trimEnd().split('\n')
    const personas = await list('--list-personas')
    expect(personas).toHaveLength(60)
    expect(personas[0]).toMatch(/^Barclays_Sandbox +Barclays Sandbox$/)
    expect(await list('--list-quirks')).toContainEqual(expect.stringMatching(/^idTokenSignature +valid, foreign$/))
  })
})
