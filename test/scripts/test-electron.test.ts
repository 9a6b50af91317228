import { expect, test } from 'vitest'
import { bareEnvironment, runSource } from '../support/terminal.ts'

// Without a display, which this environment has none of, there is no window to test.
test.runIf(process.platform === 'linux')('where Electron cannot run, one line says that it was not tested and why', async () => {
  const env = bareEnvironment()
  const said = 'The app was not tested in real Electron: there is no display.\n'
  expect(await runSource('scripts/test-electron.ts', [], { env })).toEqual({ code: 0, stdout: said, stderr: '' })
  expect(await runSource('scripts/test-electron.ts', ['--required'], { env })).toEqual({ code: 1, stdout: said, stderr: '' })
})
