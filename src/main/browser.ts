import { runBrowserCommand } from './hosts/browser/command.ts'
import { processTerminal } from './hosts/cli/terminal.ts'

process.exitCode = await runBrowserCommand(process.argv.slice(2), processTerminal())
