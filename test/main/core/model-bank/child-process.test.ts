import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { launchModelBankProcess } from '../../../../src/main/core/model-bank/child-process.ts'
import { temporaryFolder } from '../../../support/app.ts'
import { send } from '../../../support/bank-http.ts'
import { startProcess } from '../../../support/terminal.ts'

/** Processes of this machine that run the model bank for the given parent. */
const banksOf = (parent: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const isChild = new RegExp(`\\) \\S ${parent} `).test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
        return isChild && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('model-bank/main')
      } catch {
        return false
      }
    })

const isOpen = async (issuer: string, ca: string): Promise<boolean> => {
  try {
    return (await send(`${issuer}/.well-known/openid-configuration`, { ca })).status === 200
  } catch {
    return false
  }
}

const launch = async (options: { port?: number; stateFile?: string | null } = {}) => {
  const bank = await launchModelBankProcess({ port: 0, stateFile: null, ...options })
  onTestFinished(() => bank.close())
  return bank
}

describe('a model bank in a process of its own', () => {
  test('answers, tells its status, and is gone once closed; closing again changes nothing', async () => {
    const { addresses, status, close } = await launch()
    expect(await isOpen(addresses.issuer, addresses.caCertificate)).toBe(true)
    expect((await status()).customers.map(({ username }) => username)).toContain('amelia')
    await close()
    expect(await isOpen(addresses.issuer, addresses.caCertificate)).toBe(false)
    await close()
    await expect(status()).rejects.toMatchObject({ code: 'INTERNAL', message: 'The model bank has stopped' })
  })

  test('what it refuses comes back as its own error', async () => {
    const bank = await launch()
    await expect(bank.approveEnrolment('no-such-enrolment')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('a port that is taken is told as such', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void holder.close())
    await once(holder, 'listening')
    const address = holder.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await expect(launchModelBankProcess({ port, stateFile: null })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('a state file that is none is told as such', async () => {
    const stateFile = join(temporaryFolder(), 'bank.sqlite')
    writeFileSync(stateFile, 'a text that is no database, long enough to be read as one would be. '.repeat(20))
    await expect(launchModelBankProcess({ port: 0, stateFile })).rejects.toMatchObject({
      code: 'DATABASE_FAILED',
      message: expect.stringContaining(stateFile),
    })
  })

  test('a question that is open when it dies is answered', async () => {
    const before = banksOf(process.pid)
    const bank = await launch()
    const [pid] = banksOf(process.pid).filter((one) => !before.includes(one))
    if (pid === undefined) throw new Error('no process')
    process.kill(pid, 'SIGSTOP')
    const asked = bank.status()
    process.kill(pid, 'SIGKILL')
    await expect(asked).rejects.toMatchObject({ code: 'INTERNAL', message: 'The model bank has stopped' })
  })

  test('it gets no key or passphrase of the workspace', async () => {
    process.env.TPP_WORKBENCH_SOMETHING = 'hidden from strangers'
    onTestFinished(() => void delete process.env.TPP_WORKBENCH_SOMETHING)
    const before = banksOf(process.pid)
    await launch()
    const [pid] = banksOf(process.pid).filter((one) => !before.includes(one))
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
    expect([environment.includes('PATH='), environment.includes('hidden from strangers')]).toEqual([true, false])
  })
})

test('a parent that is killed takes its bank along', async () => {
  const parent = startProcess(process.execPath, ['src/main/walkthrough.ts', '--no-auto-approve'])
  const [, issuer = ''] = await parent.stdout.match(/→ Model bank at (https:\S+)/)
  await parent.stdout.match(/Waiting for the redirect/)
  const [pid] = banksOf(parent.pid)
  if (pid === undefined) throw new Error('no process')
  parent.kill('SIGKILL')
  await parent.ended
  await expect.poll(() => isOpen(issuer, ''), { timeout: 10_000 }).toBe(false)
  await expect.poll(() => readdirSync('/proc').includes(String(pid)), { timeout: 10_000 }).toBe(false)
})
