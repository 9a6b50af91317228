// npm run bench [-- NAME…]: measures and writes one table, to standard output and, when everything was measured, to results.md.

import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type BenchResult, holds } from './measure.ts'

// Loaded one by one, so that none is measured with the others' weight.
const benches: Record<string, () => Promise<BenchResult[]>> = {
  certificates: async () => (await import('./certificates.ts')).benchCertificates(),
  walkthrough: async () => (await import('./walkthrough.ts')).benchWalkthrough(),
  fetch: async () => (await import('./fetch.ts')).benchFetch(),
  start: async () => (await import('./start.ts')).benchStart(),
  'start-size': async () => [await (await import('./start-size.ts')).benchStartSize()],
  screens: async () => [await (await import('./screens.ts')).benchScreens()],
  log: async () => (await import('./log.ts')).benchLog(),
  data: async () => (await import('./data.ts')).benchData(),
  million: async () => (await import('./million.ts')).benchMillion(),
}

const row = (cells: string[]): string => `| ${cells.join(' | ')} |\n`

const rowOf = (result: BenchResult): string => {
  const { name, ratio, limit, detail } = result
  const bound = 'atMost' in limit ? `≤ ${limit.atMost}` : `≥ ${limit.atLeast}`
  return row([name, ratio.toFixed(2), bound, holds(result) ? 'yes' : 'no', detail])
}

const names = process.argv.slice(2)
const unknown = names.filter((name) => !(name in benches))
if (unknown.length > 0) {
  process.stderr.write(`No bench is called ${unknown.join(', ')}. There are ${Object.keys(benches).join(', ')}.\n`)
  process.exit(2)
}

let table = row(['measured', 'ratio', 'limit', 'holds', 'detail']) + row(['---', '---:', '---', '---', '---'])
process.stdout.write(table)
for (const [name, bench] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue
  try {
    const rows = (await bench()).map(rowOf).join('')
    process.stdout.write(rows)
    table += rows
  } catch (error) {
    process.stderr.write(`The bench ${name} could not be run: ${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
}
const machine = `Node ${process.versions.node}, ${availableParallelism()} cores, ${process.platform} ${process.arch}`
process.stdout.write(`\n${machine}\n`)
if (names.length === 0 && !process.exitCode)
  await writeFile(join(import.meta.dirname, 'results.md'), `# Benchmarks\n\n${table}\n${machine}\n`)
