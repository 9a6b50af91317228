import { parseArgs } from 'node:util'
import { AppError } from '../../../shared/errors.ts'
import { argumentError, chooseDataDir } from '../cli/terminal.ts'

export const usage = `Usage: npm start -- [options]        the app in a window, or in the browser where there can be no window
       npm run browser -- [options]  the app in the browser

  --data-dir DIR  Keeps the workspace in DIR
  --ephemeral     Keeps nothing
  --port PORT     Serves the browser at this port; any free one when absent
  --no-open       Opens no browser, and only prints the address
  --help          This text

Without --data-dir and --ephemeral the workspace is in the user's data folder, or nothing is kept where no key can be.
`

export interface BrowserOptions {
  help: boolean
  dataDir: string | null
  ephemeral: boolean
  port: number
  open: boolean
}

/** Throws INVALID_INPUT naming the option. */
export const readOptions = (args: string[], env: NodeJS.ProcessEnv): BrowserOptions => {
  const values = parse(args)
  const { port = '0', ephemeral = false } = values
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    throw new AppError('INVALID_INPUT', '--port is not a number up to 65535', { field: 'port' })
  if (ephemeral && values['data-dir'])
    throw new AppError('INVALID_INPUT', '--ephemeral and --data-dir exclude each other', { field: 'ephemeral' })
  return {
    help: values.help ?? false,
    dataDir: ephemeral ? null : chooseDataDir(values['data-dir'], env),
    ephemeral,
    port: Number(port),
    open: !values['no-open'],
  }
}

const parse = (args: string[]) => {
  try {
    return parseArgs({
      args,
      options: {
        'data-dir': { type: 'string' },
        ephemeral: { type: 'boolean' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw argumentError(error, 'See npm start -- --help.')
  }
}
