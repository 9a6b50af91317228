// The browser host's command as a process of its own. Arguments: the folder of the renderer, then the command's.

import { runBrowserCommand } from '../../src/main/hosts/browser/command.ts'
import { processTerminal } from '../../src/main/hosts/cli/terminal.ts'

const [, , rendererDir = '', ...args] = process.argv
process.exitCode = await runBrowserCommand(args, processTerminal(), rendererDir)
