// The browser host as `npm run browser` starts it, over the pages of the folder given as argument.

import { runBrowserCommand } from '../src/main/hosts/browser/command.ts'
import { processTerminal } from '../src/main/hosts/cli/terminal.ts'

const [, , folder = ''] = process.argv
process.exitCode = await runBrowserCommand(['--ephemeral', '--no-open'], processTerminal(), folder)
