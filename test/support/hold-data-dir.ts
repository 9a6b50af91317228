// Opens the workspace of the folder given as argument and commits pairs of rows until it is killed, printing each committed pair.

import { systemClock } from '../../src/main/core/clock.ts'
import { openWorkspace } from '../../src/main/core/workspace/open-workspace.ts'

const workspace = await openWorkspace({ dataDir: process.argv[2] ?? '', clock: systemClock })
const start = workspace.secrets.has({ table: 'pair', id: 'next', column: 'number' })
  ? Number(workspace.secrets.get({ table: 'pair', id: 'next', column: 'number' }).toString())
  : 0

for (let n = start; ; n += 1) {
  workspace.store.transaction(() => {
    workspace.secrets.put({ table: 'pair', id: String(n), column: 'left' }, `left ${n}`)
    workspace.secrets.put({ table: 'pair', id: String(n), column: 'right' }, `right ${n}`)
    workspace.secrets.put({ table: 'pair', id: 'next', column: 'number' }, String(n + 1))
  })
  process.stdout.write(`${n}\n`)
  // Gives the parent a turn to read and to kill.
  await new Promise(setImmediate)
}
