// node scripts/fuses-read.ts <binary or .app>: the fuses of a packaged app, and whether they are as they must be.

import { readFuses, wrongFuses } from './fuses.ts'

const [app] = process.argv.slice(2)
if (app === undefined) {
  console.error('The app is missing: node scripts/fuses-read.ts <binary or .app folder>')
  process.exit(2)
}

try {
  const read = await readFuses(app)
  for (const { name, state, why } of read) console.log(`${state.padEnd(8)}${name}: ${why}`)
  const wrong = wrongFuses(read)
  for (const sentence of wrong) console.error(`${sentence}.`)
  process.exitCode = wrong.length === 0 ? 0 : 1
} catch (error) {
  console.error(`The fuses of ${app} cannot be read: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 2
}
