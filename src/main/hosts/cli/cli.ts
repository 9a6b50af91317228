import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { api, type Method } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import { createApp } from '../../core/app.ts'
import { launchModelBankProcess } from '../../core/model-bank/child-process.ts'
import { exitCodes } from './exit-codes.ts'
import { generalHelp, methodHelp } from './help.ts'
import { jsonText } from './json-text.ts'
import { resolveSecrets } from './secret-fields.ts'
import { argumentError, asAppError, chooseDataDir, type Terminal } from './terminal.ts'

const readArguments = (args: string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'string' }, 'data-dir': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    return { ...values, method: positionals[0], rest: positionals.slice(1) }
  } catch (error) {
    throw argumentError(error, 'See tpp --help.')
  }
}

const isMethod = (name: string): name is Method => Object.hasOwn(api, name)

const readJson = (source: string, where: string): unknown => {
  if (source.trim() === '') return {}
  try {
    return JSON.parse(source)
  } catch {
    throw new AppError('INVALID_INPUT', `${where} is not JSON`, { field: 'json' })
  }
}

/** Opens the workspace, makes one call and closes it. */
const callOnce = async (
  method: Method,
  input: unknown,
  dataDir: string | null,
  { stdout, stderr, env, signal }: Terminal,
): Promise<void> => {
  const app = await createApp({ dataDir, launchModelBank: launchModelBankProcess, env })
  try {
    app.subscribe((event) => {
      if (event.type === 'walkthrough.awaitingCustomer') stderr.write(`The customer approves at ${event.authorisationUrl}\n`)
    })
    const reply = await app.handle(method, input, { signal })
    if (!reply.ok) throw AppError.fromData(reply.error)
    stdout.write(`${jsonText(reply.value)}\n`)
    const status = await app.dispatch('workspace.status', {})
    if (status.ok && status.value.notice) stderr.write(`${status.value.notice}\n`)
  } finally {
    await app.close()
  }
}

/** Runs one command and returns its exit code. A failure leaves nothing but its error, as JSON, on standard error. */
export const runCli = async (args: string[], terminal: Terminal): Promise<number> => {
  const { stdin, stdout, stderr, env } = terminal
  try {
    const { method, rest, json, help, 'data-dir': dataDir } = readArguments(args)
    if (method === undefined || method === 'help') {
      ;(help || method ? stdout : stderr).write(generalHelp())
      return help || method ? 0 : exitCodes.INVALID_INPUT
    }
    if (!isMethod(method)) {
      throw new AppError('UNKNOWN_METHOD', `Method "${method}" does not exist`, {
        field: 'method',
        remedy: 'See tpp --help for all methods.',
      })
    }
    if (rest.length > 0)
      throw new AppError('INVALID_INPUT', `Argument "${rest[0]}" is not understood`, { remedy: 'Give the input with --json.' })
    if (help) {
      stdout.write(methodHelp(method))
      return 0
    }
    const folder = chooseDataDir(dataDir, env)
    const input = json === '-' ? readJson(await text(stdin), 'Standard input') : readJson(json ?? '', 'The value of --json')
    resolveSecrets(method, input, json === '-' ? 'standardInput' : 'argument', env)
    await callOnce(method, input, folder, terminal)
    return 0
  } catch (error) {
    const known = asAppError(error)
    stderr.write(`${jsonText(known.toData())}\n`)
    return exitCodes[known.code]
  }
}
