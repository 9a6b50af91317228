import { parseArgs } from 'node:util'
import { text } from 'node:stream/consumers'
import { api, type Method } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import { createApp } from '../../core/app.ts'
import { launchModelBankProcess } from '../../core/model-bank/child-process.ts'
import { exitCodes } from './exit-codes.ts'
import { generalHelp, methodHelp } from './help.ts'
import { resolveSecrets } from './secret-fields.ts'
import type { Terminal } from './terminal.ts'

const readArguments = (args: string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'string' }, 'data-dir': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    return { ...values, method: positionals[0], rest: positionals.slice(1) }
  } catch (error) {
    throw new AppError('INVALID_INPUT', error instanceof Error ? error.message : String(error), { remedy: 'See tpp --help.' })
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

/** Runs one command and returns its exit code. */
export const runCli = async (args: string[], terminal: Terminal): Promise<number> => {
  const { stdout, stderr, env } = terminal
  try {
    const { method, rest, json, help, 'data-dir': dataDir } = readArguments(args)
    if (method === undefined || method === 'help') {
      ;(help || method ? stdout : stderr).write(generalHelp())
      return help || method ? 0 : exitCodes.INVALID_INPUT
    }
    if (!isMethod(method)) {
      throw new AppError('UNKNOWN_METHOD', `Method "${method}" does not exist`, { field: 'method', remedy: 'See tpp --help for all methods.' })
    }
    if (rest.length > 0) throw new AppError('INVALID_INPUT', `Argument "${rest[0]}" is not understood`, { remedy: 'Give the input with --json.' })
    if (help) {
      stdout.write(methodHelp(method))
      return 0
    }
    const input = json === '-' ? readJson(await text(terminal.stdin), 'Standard input') : readJson(json ?? '', 'The value of --json')
    resolveSecrets(method, input, json === '-' ? 'standardInput' : 'argument', env)

    const app = await createApp({ dataDir: dataDir ?? env.TPP_WORKBENCH_DATA_DIR ?? null, launchModelBank: launchModelBankProcess, env })
    try {
      const status = await app.dispatch('workspace.status', {})
      if (status.ok && status.value.notice) stderr.write(`${status.value.notice}\n`)
      // The input is checked by dispatch; its type is known only there.
      const reply = await app.dispatch(method, input as never, { signal: terminal.signal })
      if (!reply.ok) throw AppError.fromData(reply.error)
      stdout.write(`${JSON.stringify(reply.value, null, 2)}\n`)
      return 0
    } finally {
      await app.close()
    }
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('INTERNAL', error instanceof Error ? error.message : String(error))
    stderr.write(`${JSON.stringify(known.toData(), null, 2)}\n`)
    return exitCodes[known.code]
  }
}
