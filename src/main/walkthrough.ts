import { processTerminal } from './hosts/cli/terminal.ts'
import { runWalkthroughCommand } from './hosts/walkthrough/walkthrough.ts'

process.exitCode = await runWalkthroughCommand(process.argv.slice(2), processTerminal())
