import { runCli } from './hosts/cli/cli.ts'
import { processTerminal } from './hosts/cli/terminal.ts'

process.exitCode = await runCli(process.argv.slice(2), processTerminal())
