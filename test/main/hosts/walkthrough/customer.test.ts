// A person in place of the simulated customer: `--no-auto-approve`.

import { describe, expect, test } from 'vitest'
import { Browser } from '../../../support/bank-http.ts'
import { approve } from '../../../support/bank-tpp.ts'
import { openCallbackPage } from '../../../support/callback-page.ts'
import { startProcess, type TestTerminal } from '../../../support/terminal.ts'
import { startWalkthrough } from '../../../support/walkthrough-command.ts'

const addressIn = /\n(http:\/\/127\.0\.0\.1:\d+\/auth\?\S+)\n/

const start = (...args: string[]) => startWalkthrough(['--no-auto-approve', '--customer', 'amelia', ...args])

const approved = async ({ stdout }: Pick<TestTerminal, 'stdout'>): Promise<string> => {
  const [, address = ''] = await stdout.match(addressIn)
  return (await approve(address)).url
}

describe('the redirect is caught', () => {
  test('after the bank’s pages the browser opens the callback page, whose script passes the answer on', async () => {
    const { terminal, finished } = start()
    const redirect = await approved(terminal)
    expect(redirect).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback#/)
    const done = await openCallbackPage(redirect)
    expect(done).toEqual({ wentTo: expect.stringMatching(/\/done$/) })
    expect(await (await fetch('wentTo' in done ? done.wentTo : '')).text()).toContain('You can close this window')
    const { code, stdout, stderr } = await finished
    expect([code, stderr.trim().split('\n').length]).toEqual([0, 1])
    expect(stdout).toContain('Waiting for the redirect; it can be pasted here as well.')
    expect(stdout).toMatch(/→ Approved; \d+ checks on the answer/)
    expect(stdout).toMatch(/\n3 accounts, /)
  })

  test('an answer with another state is not taken; the right one still is', async () => {
    const { terminal, finished } = start()
    const redirect = await approved(terminal)
    const forged = redirect.replace(/state=[^&]+/, 'state=forged')
    expect(await openCallbackPage(forged)).toEqual({ said: expect.stringContaining('not the answer') })
    await openCallbackPage(redirect)
    expect((await finished).code).toBe(0)
  })

  test('with --json the address goes to standard error, the document to standard output', async () => {
    const { terminal, finished } = start('--json')
    const [, address = ''] = await terminal.stderr.match(addressIn)
    await openCallbackPage((await approve(address)).url)
    const { code, stdout } = await finished
    expect([code, JSON.parse(stdout).totals.accounts]).toEqual([0, 3])
  })
})

describe('the redirect is pasted', () => {
  test('a wrong paste is explained and the right one taken afterwards', async () => {
    const { terminal, finished } = start()
    const redirect = await approved(terminal)
    const tell = async (line: string, complaint: RegExp) => {
      terminal.stdin.write(`${line}\n`)
      await terminal.stderr.match(complaint)
    }
    await tell('hello', /INVALID_INPUT: Redirect holds neither a code nor an error\n {2}Field: redirect/)
    await tell(redirect.replace(/state=[^&]+/, 'state=of-yesterday'), /AUTHORISATION_FAILED: [\s\S]*\n {2}state: expected /)
    await tell(
      redirect.replace(/^http:\/\/[^#]+/, 'https://elsewhere.example/callback'),
      /INVALID_INPUT: Redirect does not go to http:\/\/127/,
    )
    terminal.stdin.write(`\n  ${redirect}  \n`)
    const { code, stdout } = await finished
    expect([code, stdout.includes('3 accounts, ')]).toEqual([0, true])
  })

  test('a tampered ID token ends it, with the claim that does not hold', async () => {
    const { terminal, finished } = start()
    const redirect = new URL(await approved(terminal))
    const answer = new URLSearchParams(redirect.hash.slice(1))
    answer.set('code', `${answer.get('code')}x`)
    terminal.stdin.write(`${redirect.href.split('#')[0]}#${answer}\n`)
    const { code, stderr } = await finished
    expect([code, stderr]).toEqual([
      8,
      expect.stringMatching(/AUTHORISATION_FAILED: .*\n {2}Step: authorisation\n(?:.*\n)*? {2}c_hash: expected /),
    ])
  })

  test('a real process ends although its standard input stays open', async () => {
    const child = startProcess(process.execPath, ['src/main/walkthrough.ts', '--no-auto-approve'])
    child.stdin.write(`${await approved(child)}\n`)
    expect(await child.ended).toEqual({ code: 0, signal: null })
    expect(child.stdout.text).toMatch(/\n3 accounts, /)
  })
})

test('a customer who refuses: the bank’s words, the step, exit code 8', async () => {
  const { terminal, finished } = start()
  const [, address = ''] = await terminal.stdout.match(addressIn)
  const browser = new Browser()
  await browser.open(address)
  await browser.submit({ username: 'amelia', password: 'daffodil', action: 'continue' })
  await browser.submit({ action: 'refuse' })
  await openCallbackPage(browser.url)
  const { code, stdout, stderr } = await finished
  expect(code).toBe(8)
  expect(stderr).toMatch(/AUTHORISATION_FAILED: .*access_denied.*\n {2}Step: authorisation\n {2}The bank says: access_denied/)
  expect(stdout).not.toContain('Accounts\n')
})

test('Ctrl+C cancels, and the bank’s process is gone', async () => {
  const { terminal, finished } = start()
  const [, address = ''] = await terminal.stdout.match(addressIn)
  terminal.interrupt()
  const { code, stderr } = await finished
  expect([code, stderr]).toEqual([130, expect.stringMatching(/CANCELLED: .*\n {2}Step: authorisation/)])
  await expect(fetch(address)).rejects.toThrow()
})
