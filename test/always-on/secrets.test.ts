// After a run that uses every kind of secret, none of them stands in clear in the workspace's files or in anything that was put out.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/main/core/clock.ts'
import { unpack } from '../../src/main/core/request-log/packed-text.ts'
import { openWorkspace } from '../../src/main/core/workspace/open-workspace.ts'
import { createPsd2Set } from '../../src/pki/certificate.ts'
import { temporaryFolder } from '../support/app.ts'
import { form } from '../support/bank-http.ts'
import { runCommands, runEverything, type TypedSecrets, typedSecrets, unlocking } from '../support/secret-run.ts'
import { formsOf, foundIn, type Secret, secretOf, secretsOf } from '../support/secret-search.ts'

interface Files {
  names: string[]
  bytes: Buffer
}

const isBankState = (name: string) => name.startsWith('model-bank')

/** The workspace's own files, or those of the model bank's state. */
const filesOf = (dataDir: string, chosen = (name: string) => !isBankState(name)): Files => {
  const names = readdirSync(dataDir).filter(chosen)
  return { names, bytes: Buffer.concat(names.map((name) => readFileSync(join(dataDir, name)))) }
}

/** What is sealed, and what stands compressed beside it: a search of the files does not see into that. */
const heldIn = async (dataDir: string, given: TypedSecrets): Promise<{ held: Secret[]; compressed: Buffer[] }> => {
  const workspace = await openWorkspace({ dataDir, clock: systemClock, env: unlocking(given) })
  try {
    const packed = 'select response_body_brotli as body from request_log_content where response_body_brotli is not null'
    const compressed = workspace.store.all<{ body: Buffer }>(packed).map(({ body }) => unpack(body))
    return { held: secretsOf(workspace), compressed }
  } finally {
    workspace.close()
  }
}

/** The search has what to look for: keys of every kind, tokens, client secrets, and the credentials of the exchanges. */
const expectEveryKind = (held: Secret[]) => {
  const kinds = Map.groupBy(held, ({ what }) => what)
  const count = (what: string) => kinds.get(what)?.length ?? 0
  const exactly = {
    'sandbox_ca.private_key': 1,
    'ob_wac_certificate.private_key': 2,
    'ob_seal_certificate.private_key': 1,
    'signing_request.private_key': 1,
    'bank_registration.client_secret': 3,
    'bank_registration.registration_access_token': 1,
    'request_log.key': 1,
  }
  expect(Object.fromEntries(Object.keys(exactly).map((what) => [what, count(what)]))).toEqual(exactly)
  const some = [
    'account_access_consent.access_token',
    'account_access_consent.refresh_token',
    'bearer credentials',
    'basic credentials',
    'client_secret',
    'access_token',
    'refresh_token',
    'id_token',
    'code',
    'registration request',
    'registration_access_token',
    'auth_context.code_verifier',
    'code_verifier',
    'client_assertion',
    'cookie',
  ]
  expect(some.filter((what) => count(what) === 0)).toEqual([])
  const steps = {
    'directory.token': ['client_assertion', 'access_token'],
    'registration.create': ['client_secret', 'registration_access_token'],
    'token.clientCredentials': ['client_assertion', 'basic credentials', 'client_secret'],
    'authorisation.page': ['cookie', 'code', 'id_token', 'request'],
    'token.code': ['client_assertion', 'code_verifier'],
    'token.refresh': ['client_assertion', 'access_token'],
  }
  for (const [step, wanted] of Object.entries(steps)) {
    const seen = new Set(held.filter((one) => one.step === step).map(({ what }) => what))
    expect([step, wanted.filter((what) => !seen.has(what))]).toEqual([step, []])
  }
  expect(held.filter(({ value }) => value.length < 16)).toEqual([])
}

test('no secret of the run stands in clear, in files or output', { timeout: 180_000 }, async () => {
  const dataDir = join(temporaryFolder(), 'kept')
  const given = typedSecrets()
  const open: Files[] = []
  const { outputs, handedOut, exchanges } = await runEverything(dataDir, given, () => open.push(filesOf(dataDir)))
  open.push(filesOf(dataDir))
  outputs.push(...(await runCommands(dataDir, given)))
  const closed = filesOf(dataDir)
  const { held, compressed } = await heldIn(dataDir, given)
  expectEveryKind([...held, ...handedOut])
  expect(exchanges).toBeGreaterThan(40)

  // And it looks where things stand: what is no secret is found in each place.
  // While the workspace was open, and as a refresh that was killed left it.
  const whileOpen = Buffer.concat(open.map(({ bytes }) => bytes))
  const output = Buffer.from(outputs.join('\n'))
  const marker = [secretOf('organisation', '0015800001041RHAAY')]
  for (const place of [whileOpen, closed.bytes, output]) expect(foundIn(place, marker)).toEqual(['organisation'])
  const names = ['workspace.sqlite', 'workspace.sqlite-shm', 'workspace.sqlite-wal']
  for (const one of open) expect(one.names).toEqual(expect.arrayContaining(names))
  expect(closed.names).toContain('workspace.sqlite')

  // What was replaced is shown as such: in forms, in JSON, and in the query of a redirect.
  const replaced = ['client_assertion', 'client_secret', 'basic_credentials', 'code_verifier', 'registration_access_token', 'refresh_token']
  expect(replaced.filter((kind) => !output.includes(`‹${kind}:`))).toEqual([])
  expect(output.toString()).toMatch(/\/callback\?[^"#]*code=‹code:/)

  const secrets = [...held, ...handedOut, ...Object.entries(given).map(([what, value]) => secretOf(what, value))]
  expect(foundIn(whileOpen, secrets)).toEqual([])
  expect(foundIn(closed.bytes, secrets)).toEqual([])
  expect(foundIn(output, secrets)).toEqual([])
  expect(compressed.length).toBeGreaterThan(3)
  expect(foundIn(Buffer.concat(compressed), secrets)).toEqual([])

  // The bank has its own copies of what it gave out; of what opens an account only the hash.
  const bank = filesOf(dataDir, isBankState)
  expect(bank.names).toContain('model-bank.sqlite')
  const bearers = held.filter(({ what }) => /access_token|refresh_token|bearer|client_secret|basic|client_assertion|verifier/.test(what))
  expect(bearers.length).toBeGreaterThan(3)
  expect(foundIn(bank.bytes, bearers)).toEqual([])
})

describe('the search itself', () => {
  test('finds a private key in any form, and not its certificate', async () => {
    const organisation = {
      name: 'Firm',
      organisationId: '1',
      softwareId: '2',
      authorisationNumber: 'PSDGB-FCA-1',
      roles: ['PSP_AI' as const],
    }
    const { privateKey, certificate } = (await createPsd2Set(organisation)).transport
    const key = secretOf('key', privateKey)
    const body = privateKey.replace(/-----[A-Z ]+-----|\n/g, '')
    const der = Buffer.from(body, 'base64')
    const places = [
      privateKey,
      JSON.stringify({ key: privateKey }),
      form({ key: privateKey }).body,
      encodeURIComponent(privateKey),
      body,
      body.slice(700, 900),
      der,
      der.toString('hex'),
      der.subarray(26),
      der.toString('base64url'),
    ]
    const around = (place: string | Buffer) => Buffer.concat([Buffer.from('before '), Buffer.from(place), Buffer.from(' after')])
    expect(places.map((place) => foundIn(around(place), [key]))).toEqual(places.map(() => ['key']))
    expect(foundIn(Buffer.from(certificate), [key])).toEqual([])
  })

  test('finds a token or passphrase as it is, encoded, or escaped', () => {
    const token = secretOf('token', 'a "quoted" & signed/token+=')
    for (const place of formsOf(token)) expect(foundIn(Buffer.concat([Buffer.from('x'), place]), [token])).toEqual(['token'])
    expect(foundIn(Buffer.from('a quoted signed token'), [token])).toEqual([])
  })
})
