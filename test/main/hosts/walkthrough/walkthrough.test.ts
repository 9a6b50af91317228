import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { customers } from '../../../../src/model-bank/data/customers.ts'
import { runSource } from '../../../support/terminal.ts'
import { walk } from '../../../support/walkthrough-command.ts'

const stepIds = [
  'bank',
  'certificates',
  'software-statement',
  'registration',
  'consent',
  'authorisation',
  'accounts',
  'balances',
  'transactions',
]

const document = z.strictObject({
  steps: z.array(
    z.strictObject({ id: z.string(), title: z.string(), durationMs: z.number().positive(), requestLogIds: z.array(z.uuid()) }),
  ),
  accounts: z.array(
    z.strictObject({ accountId: z.string(), name: z.string(), currency: z.string(), balance: z.string(), transactions: z.int() }),
  ),
  totals: z.strictObject({ accounts: z.int(), balances: z.int(), transactions: z.int() }),
  durationMs: z.number().positive(),
})

describe('for a person', () => {
  test('each step with its exchanges and time, then accounts and the newest transactions, names as they are', async () => {
    const { code, stdout, stderr } = await walk(['--customer', 'eira'])
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Nothing is kept: .*\n$/)])

    const headings = [...stdout.matchAll(/^ ?(\d+)\/(\d+) {2}(.+)\n {7}\S.*\n/gm)]
    expect(headings.map(([, number]) => Number(number))).toEqual(stepIds.map((_, index) => index + 1))
    expect([...stdout.matchAll(/^ {7}→ .+ {2}\[[\d.]+ m?s\]$/gm)]).toHaveLength(stepIds.length)
    expect(stdout).toMatch(/^ {7}POST {3}https:\/\/127\.0\.0\.1:\d+\/register {2}201 {2}\d+ ms$/m)
    expect(stdout).toMatch(/^ {7}GET {4}https:\/\/127\.0\.0\.1:\d+\/open-banking\/v4\.0\/aisp\/accounts {2}200 {2}\d+ ms$/m)

    const [, accounts = '', transactions = '', totals = ''] = stdout.split(/\n(?:Accounts|Newest transactions)\n|\n(?=\d+ accounts?,)/)
    const eira = customers.all().find(({ username }) => username === 'eira')
    for (const { accountId, name } of eira?.accounts ?? []) expect(accounts).toMatch(new RegExp(`^ {2}${accountId} {2}${name} `, 'm'))
    expect(accounts).toContain("Tŷ & Gardd's empty account")
    expect(accounts).toContain('家')
    expect(transactions).toContain('Diolch & χαίρε, спасибі, ありがとう')
    expect(transactions).toContain("Marks, Jones & Daughter's <Antiques>")
    expect(transactions.trim().split('\n')).toHaveLength(11)
    expect(totals).toMatch(/^2 accounts, 6 balances, \d+ transactions in [\d.]+ (?:m?s)\n$/)
    // Every line of a table is as wide as its header says, the wide letter counted as two.
    const [header = '', ...rows] = accounts.trimEnd().split('\n')
    for (const row of rows) expect(row.replace('家', '家 ')).toHaveLength(header.length)
  })

  test('one account is singular', async () => {
    const { stdout } = await walk(['--customer', 'jordan'])
    expect(stdout).toMatch(/\n1 account, 3 balances, \d+ transactions in /)
  })
})

describe('--json', () => {
  test.each([['3.1'], ['4.0']])('one document as promised, API version %s', async (version) => {
    const { code, stdout } = await walk(['--json', '--api-version', version, '--customer', 'brightside'])
    const { steps, accounts, totals, durationMs } = document.parse(JSON.parse(stdout))
    expect([code, steps.map(({ id }) => id)]).toEqual([0, stepIds])
    expect(totals.accounts).toBe(accounts.length)
    expect(totals.transactions).toBe(accounts.reduce((sum, account) => sum + account.transactions, 0))
    expect(new Set(accounts.map(({ currency }) => currency)).size).toBeGreaterThan(1)
    expect(steps.reduce((sum, step) => sum + step.durationMs, 0)).toBeLessThanOrEqual(durationMs)
    const exchanges = steps.flatMap(({ requestLogIds }) => requestLogIds)
    expect(new Set(exchanges).size).toBe(exchanges.length)
    expect(steps.filter(({ requestLogIds }) => requestLogIds.length === 0).map(({ id }) => id)).toEqual(['bank', 'certificates'])
  })

  test('a real process: the document alone on standard output, through a pipe', async () => {
    const { code, stdout, stderr } = await runSource('src/main/walkthrough.ts', ['--json', '--customer', 'atlas'])
    expect([code, document.parse(JSON.parse(stdout)).totals.transactions]).toEqual([0, expect.any(Number)])
    expect(JSON.parse(stdout).totals.transactions).toBeGreaterThanOrEqual(20_000)
    expect(stderr).toMatch(/^Nothing is kept: .*\n$/)
  })
})

describe('options', () => {
  test('--help', async () => {
    const { code, stdout, stderr } = await walk(['--help'])
    expect([code, stderr]).toEqual([0, ''])
    for (const option of ['json', 'api-version', 'persona', 'customer', 'data-dir', 'no-auto-approve', 'bank-profile', 'ca'])
      expect(stdout).toContain(`--${option} `)
  })

  test.each([
    ['an unknown option', ['--colour'], 'colour'],
    ['an unknown version', ['--api-version', '5.0'], 'api-version'],
    ['an option without its value', ['--customer'], 'customer'],
    ['an empty data directory', ['--data-dir='], 'data-dir'],
    ['--ca alone', ['--ca', 'ca.pem'], 'ca'],
    ['a customer of another bank', ['--customer', 'amelia', '--bank-profile', 'bank.json'], 'customer'],
    ['a persona of another bank', ['--persona', 'Zopa_Zopa', '--bank-profile', 'bank.json'], 'persona'],
    ['a profile that is not there', ['--bank-profile', '/nowhere/bank.json'], 'bank-profile'],
  ])('%s is named, exit code 2', async (_, args, field) => {
    const { code, stdout, stderr } = await walk(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/INVALID_INPUT: /)
    expect(stderr).toContain(`\n  Field: ${field}\n`.trimEnd())
  })

  test('an unknown customer: the ones there are are named', async () => {
    const { code, stdout, stderr } = await walk(['--customer', 'nobody'])
    expect([code, stdout.includes('Accounts')]).toEqual([2, false])
    expect(stderr).toContain('INVALID_INPUT: The model bank has no customer "nobody"\n  Step: bank\n  Field: customer\n')
    for (const { username } of customers.all()) expect(stderr).toContain(username)
  })
})
