// Every switch of the model bank, with each of its values that is not the standard's: a test has to be named for it, from both sides
// or, where the value does no more than warn, of its warning. The list of them all is printed.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { table } from '../../src/main/hosts/walkthrough/report.ts'
import { bankBehaviour } from '../../src/shared/model/bank-behaviour.ts'

interface Schema {
  type?: string
  enum?: string[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  default?: unknown
}

interface Value {
  /** As a test's name has it after `switch <name>=`; null: any value stands for all. */
  text: string | null
  isIn: (title: string) => boolean
}

const any: Value = { text: null, isIn: () => true }
const exactly = (text: string): Value => ({ text, isIn: (title) => title === text })
const allOf = (words: string[]): Value => ({
  text: words.join(' '),
  isIn: (title) => words.every((word) => title.split(' ').includes(word)),
})

const combinations = (lists: string[][]): string[][] =>
  lists.reduce<string[][]>((before, list) => before.flatMap((some) => list.map((one) => [...some, one])), [[]])

/** Values other than the default. A list of everything loses one after the other; a list that is empty gets each by itself. */
const valuesOf = ({ type, enum: options, anyOf, items, default: standard }: Schema): Value[] => {
  if (anyOf) return anyOf.filter((one) => one.type !== 'null').flatMap((one) => valuesOf({ ...one, default: standard }))
  if (options) return options.filter((one) => one !== standard).map(exactly)
  if (type === 'boolean') return [exactly(String(!standard))]
  if (items?.properties) return combinations(Object.values(items.properties).flatMap((one) => (one.enum ? [one.enum] : []))).map(allOf)
  if (!items?.enum) return [any]
  const whole = Array.isArray(standard) && standard.length > 0 ? items.enum : null
  return whole ? whole.map((one) => exactly(whole.filter((other) => other !== one).join(' '))) : items.enum.map(exactly)
}

// Only a time can be in milliseconds.
const meaningless = /^(acr|nonce|openbanking_intent_id) \S+ milliseconds$/

const { properties = {} } = z.toJSONSchema(bankBehaviour, { io: 'input' }) as Schema
const switches = Object.entries(properties).flatMap(([name, schema]) => {
  // Permissions are all refused in the same way.
  const values = name === 'refusedPermissions' ? [any] : valuesOf(schema)
  return values.filter(({ text }) => !meaningless.test(text ?? '')).map((value) => ({ name, value }))
})

const root = join(import.meta.dirname, '../..')
const collected = z.array(z.object({ name: z.string() }))

/** Names of all tests beside this one, by the name of what they belong to; nothing of them runs. */
const collectTests = async (): Promise<Map<string, string[]>> => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')))
  const args = [vitest, 'list', 'test/switches/', '--no-static-parse', '--json']
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env, maxBuffer: 10_000_000 })
  const tests = new Map<string, string[]>()
  for (const { name } of collected.parse(JSON.parse(stdout))) {
    const [suite = '', ...rest] = name.split(' > ')
    tests.set(suite, [...(tests.get(suite) ?? []), rest.join(' > ')])
  }
  return tests
}

/** What the tests of one value show together; null when one side is missing. */
const kindOf = (titles: string[]): string | null => {
  if (titles.length === 0) return null
  if (titles.every((title) => /\bwarn(s|ing)?\b/.test(title))) return 'warning'
  if (titles.every((title) => title.includes('no fault'))) return 'no fault by the standard'
  return titles.length > 1 ? 'pair' : null
}

let tests: Map<string, string[]>
beforeAll(async () => {
  tests = await collectTests()
}, 120_000)

const isNamed = (suite: string, name: string, value: Value): boolean => {
  const start = `switch ${name}=`
  return suite.startsWith(start) && value.isIn(suite.slice(start.length))
}

const rows: string[][] = []
afterAll(() => {
  console.log(`Every switch of the model bank\n${table([['Switch', 'Value', 'Shown by', 'Tests'], ...rows], [3])}`)
})

test.each(switches.map(({ name, value }) => [`${name}=${value.text ?? '…'}`, name, value] as const))('%s', (_, name, value) => {
  const titles = [...tests].flatMap(([suite, titles]) => (isNamed(suite, name, value) ? titles : []))
  const kind = kindOf(titles)
  rows.push([name, value.text ?? 'any', kind ?? 'nothing', String(titles.length)])
  expect(kind, `tests in a describe named "switch ${name}=${value.text ?? 'VALUE'}"`).not.toBeNull()
})

test('no test is named for a switch or a value that there is not', () => {
  const named = [...tests.keys()].filter((suite) => suite.startsWith('switch '))
  expect(named.filter((suite) => !switches.some(({ name, value }) => isNamed(suite, name, value)))).toEqual([])
})
