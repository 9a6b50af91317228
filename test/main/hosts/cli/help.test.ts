import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runCli } from '../../../../src/main/hosts/cli/cli.ts'
import { exitCodes } from '../../../../src/main/hosts/cli/exit-codes.ts'
import { api, type Method } from '../../../../src/shared/api.ts'
import { appErrorCodes } from '../../../../src/shared/errors.ts'
import { testTerminal } from '../../../support/terminal.ts'

const methods = Object.keys(api) as Method[]

/** Names of all properties, at any depth. */
const fieldsOf = (schema: unknown): string[] => {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => [...(key === 'properties' ? Object.keys(value) : []), ...fieldsOf(value)])
}

const help = async (...args: string[]) => {
  const terminal = testTerminal()
  expect([await runCli(args, terminal), terminal.stderr.text]).toEqual([0, ''])
  return terminal.stdout.text
}

describe('general help', () => {
  test.each([['--help'], ['-h'], ['help']])('%s names every method and every error code once, and the options', async (argument) => {
    const text = await help(argument)
    for (const method of methods) expect(text.split(`\n  ${method} `)).toHaveLength(2)
    for (const code of appErrorCodes) expect(text.split(new RegExp(`\\b${code}\\b`))).toHaveLength(2)
    for (const option of ['--json', '--data-dir', 'TPP_WORKBENCH_KEY', 'TPP_WORKBENCH_PASSPHRASE']) expect(text).toContain(option)
  })

  test('without a method the help goes to standard error and the command fails', async () => {
    const terminal = testTerminal()
    expect(await runCli([], terminal)).toBe(exitCodes.INVALID_INPUT)
    expect([terminal.stdout.text, terminal.stderr.text]).toEqual(['', await help('--help')])
  })
})

describe('help of a method', () => {
  test.each(methods)('%s: its summary and every field of its input and output', async (method) => {
    const text = await help(method, '--help')
    const { summary, input, output } = api[method]
    expect(text.startsWith(`${method}: ${summary}\n`)).toBe(true)
    const [, inputText = '', outputText = ''] = text.split(/\n(?:Input|Output):\n/)
    for (const field of fieldsOf(z.toJSONSchema(input, { io: 'input' }))) expect(inputText).toMatch(new RegExp(`^ *${field}: `, 'm'))
    for (const field of fieldsOf(z.toJSONSchema(output, { io: 'output' }))) expect(outputText).toMatch(new RegExp(`^ *${field}: `, 'm'))
    if (fieldsOf(z.toJSONSchema(input, { io: 'input' })).length === 0) expect(inputText.trim()).toBe('nothing')
  })

  test('says what is needed, what is secret, what is assumed, and which words are known', async () => {
    const consent = await help('accountAccessConsent.create', '--help')
    expect(consent).toMatch(/^ {2}bankRegistrationId: uuid \(needed\)$/m)
    expect(consent).toContain('"ReadTransactionsDebits"')
    expect(consent).toContain('apiVersion: "3.1" | "4.0"\n')
    expect(await help('certificate.export', '--help')).toMatch(/^ {2}passphrase: string \(needed, secret\)$/m)
    expect(await help('transaction.list', '--help')).toMatch(/^ {2}order: "newestFirst" \| "oldestFirst" \| .*\(default "newestFirst"\)$/m)
    expect(await help('workspace.keep', '--help')).toMatch(/source: "OsKeychain".*\n +or\n +source: "Configuration"/)
    for (const line of consent.split('\n')) expect(line.length).toBeLessThan(130)
  })
})
