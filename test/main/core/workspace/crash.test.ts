import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { openWorkspace } from '../../../../src/main/core/workspace/open-workspace.ts'
import { errorOf, fixedClock, newKeyText, noKeychain, tempFolder } from '../../../support/workspace-fixtures.ts'

const script = new URL('../../../support/hold-data-dir.ts', import.meta.url).pathname

const holder = (dataDir: string, key: string): ChildProcess => {
  const child = spawn(process.execPath, [script, dataDir], {
    env: { ...process.env, TPP_WORKBENCH_KEY: key },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** The number of the pair that the child reported after `count` reports. */
const report = async (child: ChildProcess, count: number): Promise<number> => {
  if (!child.stdout) throw new Error('the child has no output')
  let seen = 0
  for await (const line of createInterface({ input: child.stdout })) {
    seen += 1
    if (seen === count) return Number(line)
  }
  throw new Error(`the child ended after ${seen} reports`)
}

test('another process is refused by name; a killed one leaves every committed row and no lock', { timeout: 60_000 }, async () => {
  const dataDir = tempFolder()
  const key = newKeyText()
  const open = () => openWorkspace({ dataDir, clock: fixedClock, env: { TPP_WORKBENCH_KEY: key }, keytar: noKeychain })
  let expected = 0

  for (const reports of [1, 7, 20, 33]) {
    const child = holder(dataDir, key)
    const last = await report(child, reports)
    expect(await errorOf(open)).toMatchObject({ code: 'DATA_DIR_IN_USE', message: expect.stringContaining(`process ${child.pid}`) })
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    expect((await ended)[1]).toBe('SIGKILL')

    const workspace = await open()
    const { secrets, store } = workspace
    const next = Number(secrets.get({ table: 'pair', id: 'next', column: 'number' }).toString())
    expect(last).toBeGreaterThanOrEqual(expected)
    expect(next).toBeGreaterThan(last)
    for (let n = 0; n < next; n += 1) {
      expect(secrets.get({ table: 'pair', id: String(n), column: 'left' }).toString()).toBe(`left ${n}`)
      expect(secrets.get({ table: 'pair', id: String(n), column: 'right' }).toString()).toBe(`right ${n}`)
    }
    expect(store.get('select count(*) as count from sealed_value')).toEqual({ count: 2 * next + 1 })
    expect(store.get('pragma integrity_check')).toEqual({ integrity_check: 'ok' })
    workspace.close()
    expected = next
  }
})
