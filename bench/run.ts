// npm run bench [-- NAME…]: measures and writes one table, to standard output and, when everything was measured, to results.md.

import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { benchCertificates } from './certificates.ts'
import { benchFetch } from './fetch.ts'
import { type BenchResult, holds } from './measure.ts'
import { benchWalkthrough } from './walkthrough.ts'

const benches: Record<string, () => Promise<BenchResult[]>> = {
  certificates: benchCertificates,
  walkthrough: benchWalkthrough,
  fetch: benchFetch,
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
  const rows = (await bench()).map(rowOf).join('')
  process.stdout.write(rows)
  table += rows
}
const machine = `Node ${process.versions.node}, ${availableParallelism()} cores, ${process.platform} ${process.arch}`
process.stdout.write(`\n${machine}\n`)
if (names.length === 0) await writeFile(join(import.meta.dirname, 'results.md'), `# Benchmarks\n\n${table}\n${machine}\n`)
