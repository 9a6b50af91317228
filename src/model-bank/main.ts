// The model bank as a program of its own, or as a child process that its parent talks to over IPC.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { AppError } from '../shared/errors.ts'
import { findParent, type Parent } from './parent.ts'
import { listPersonas, personaBehaviour } from './personas.ts'
import { listQuirks, readQuirks } from './quirks.ts'
import { type ModelBank, startModelBank } from './start.ts'

const usage = `Usage: npm run model-bank -- [options]
  --port N             port of the https door (any free one when absent)
  --front-port N       port of the http door for browsers
  --state FILE         keeps clients, consents and keys in FILE
  --latency MS         answers each request of the https door so many milliseconds later, as a bank far away does
  --persona NAME       behaves as the bank of a known profile does, such as NatWest_NatWest
  --quirk NAME=VALUE   changes one switch, over those of the persona; the value is JSON or text, and it can be given repeatedly
  --list-personas      prints the known profiles
  --list-quirks        prints the switches, and what each takes
  --json               prints one JSON document when ready
`

const port = z.coerce.number().int().min(0).max(65535)
const latency = z.coerce.number().int().min(0).max(60_000)

function parse() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string' },
        'front-port': { type: 'string' },
        state: { type: 'string' },
        latency: { type: 'string' },
        persona: { type: 'string' },
        quirk: { type: 'string', multiple: true, default: [] },
        'list-personas': { type: 'boolean', default: false },
        'list-quirks': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (cause) {
    throw new AppError(
      'INVALID_INPUT',
      cause instanceof Error ? cause.message : 'The arguments cannot be read',
      { remedy: `\n${usage}` },
      cause,
    )
  }
}

function readArguments() {
  const values = parse()
  const number = (name: 'port' | 'front-port' | 'latency', schema: typeof port, what: string) => {
    const text = values[name]
    if (text === undefined) return undefined
    const parsed = schema.safeParse(text)
    if (!parsed.success)
      throw new AppError('INVALID_INPUT', `--${name} ${text} is not ${what}`, {
        field: name,
        remedy: `Give a whole number from 0 to ${schema.maxValue}.`,
      })
    return parsed.data
  }
  return {
    ...values,
    port: number('port', port, 'a port number'),
    frontPort: number('front-port', port, 'a port number'),
    latencyMs: number('latency', latency, 'a number of milliseconds'),
    stateFile: values.state === undefined ? null : resolve(values.state),
    behaviour: { ...(values.persona !== undefined && personaBehaviour(values.persona)), ...readQuirks(values.quirk) },
  }
}

/** Beside the state, or in a folder of its own. */
function writeCaFile(bank: ModelBank, stateFile: string | null): string {
  const folder = stateFile === null ? mkdtempSync(join(tmpdir(), 'model-bank-')) : dirname(stateFile)
  const file = join(folder, 'model-bank-ca.pem')
  writeFileSync(file, bank.addresses.caCertificate)
  return file
}

function describe(bank: ModelBank, caFile: string): string {
  const { addresses, operatorPassword } = bank
  const status = bank.status()
  const customers = status.customers.map(
    ({ username, password, oneTimeCode, description }) =>
      `  ${username.padEnd(12)} password ${password}, one-time code ${oneTimeCode}: ${description}`,
  )
  return `The model bank is running.

Issuer              ${addresses.issuer}
Discovery           ${addresses.discovery ?? 'none is published'}
Authorisation pages ${addresses.frontChannel}
Directory           ${addresses.directory}
Enrolment portal    ${addresses.enrolmentPortal}
Operator password   ${operatorPassword}
Accounts API 3.1    ${addresses.accountInformation['3.1']}
Accounts API 4.0    ${addresses.accountInformation['4.0']}
CA certificate      ${caFile}

Customers, whose accounts have a history until ${status.dataAsAt?.slice(0, 10)}
${customers.join('\n')}

A first call, with a certificate that the directory or the portal knows:
  curl --cacert ${caFile} --cert transport.pem --key transport.key \\
    -d grant_type=client_credentials -d scope=accounts -d client_id=CLIENT_ID ${addresses.token}

Ctrl C stops the bank.
`
}

const request = z.object({ id: z.union([z.string(), z.number()]), method: z.string(), enrolmentId: z.string().optional() })

/** Answers `{ id, method, … }` with `{ id, ok: true, value }` or `{ id, ok: false, error }`. */
async function answer(bank: ModelBank, { send }: Parent, message: unknown, stop: () => Promise<void>): Promise<void> {
  const parsed = request.safeParse(message)
  if (!parsed.success) return
  const { id, method, enrolmentId } = parsed.data
  try {
    if (method === 'close') {
      send({ id, ok: true, value: null })
      return await stop()
    }
    send({ id, ok: true, value: await call(bank, method, enrolmentId) })
  } catch (error) {
    send({ id, ok: false, error: asAppError(error).toData() })
  }
}

async function call(bank: ModelBank, method: string, enrolmentId: string | undefined): Promise<unknown> {
  switch (method) {
    case 'status':
      return bank.status()
    case 'handshakes':
      return bank.handshakes()
    case 'approveEnrolment':
      await bank.approveEnrolment(given(enrolmentId))
      return null
    case 'refuseEnrolment':
      bank.refuseEnrolment(given(enrolmentId))
      return null
    default:
      throw new AppError('UNKNOWN_METHOD', `The model bank has no method ${method}`)
  }
}

function given(enrolmentId: string | undefined): string {
  if (enrolmentId === undefined) throw new AppError('INVALID_INPUT', 'enrolmentId is missing', { field: 'enrolmentId' })
  return enrolmentId
}

const asAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('INTERNAL', error instanceof Error ? error.message : 'The model bank failed')

const parent = findParent()

async function main(): Promise<void> {
  const options = readArguments()
  if (options.help) return void process.stdout.write(usage)
  if (options['list-personas']) return void process.stdout.write(listPersonas())
  if (options['list-quirks']) return void process.stdout.write(listQuirks())
  const bank = await startModelBank(options)
  const stop = async () => {
    await bank.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
  if (parent) {
    parent.onMessage((message) => void answer(bank, parent, message, stop))
    parent.onGone(() => void stop())
    return parent.send({ type: 'ready', addresses: bank.addresses, operatorPassword: bank.operatorPassword })
  }
  const caFile = writeCaFile(bank, options.stateFile)
  const { customers, dataAsAt } = bank.status()
  const document = { addresses: bank.addresses, caFile, operatorPassword: bank.operatorPassword, customers, dataAsAt }
  process.stdout.write(options.json ? `${JSON.stringify(document)}\n` : describe(bank, caFile))
}

main().catch((error: unknown) => {
  const failure = asAppError(error)
  const { message, details } = failure
  process.stderr.write(`${message}${details.remedy === undefined ? '' : `. ${details.remedy}`}\n`)
  process.exitCode = 1
  parent?.sendLast({ type: 'failed', message, error: failure.toData() })
})
