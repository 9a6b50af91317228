import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStore, type Store } from '../../../../src/main/core/db/store.ts'
import { errorOf, tempFolder } from '../../../support/workspace-fixtures.ts'

const migrations = [
  {
    version: 1,
    sql: `create table note (text text not null unique) strict;
          create table reply (note text not null references note (text) deferrable initially deferred) strict`,
  },
]

let file: string
let store: Store

beforeEach(() => {
  vi.useFakeTimers()
  file = join(tempFolder(), 'workspace.sqlite')
  store = openStore({ file, migrations })
})
afterEach(() => {
  store.close()
  vi.useRealTimers()
})

const notes = () => store.all<{ text: string }>('select text from note order by rowid').map(({ text }) => text)
const add = (text: string) => store.run('insert into note (text) values (?)', text)

/** What another connection sees. */
const committed = () => {
  const other = new Database(file, { readonly: true })
  const seen = other.prepare<[], string>('select text from note order by rowid').pluck().all()
  other.close()
  return seen
}

test('what may wait is seen at once and committed together, 100 ms after the first', () => {
  store.soon(() => add('a'))
  vi.advanceTimersByTime(60)
  store.soon(() => add('b'))
  expect(notes()).toEqual(['a', 'b'])
  expect(committed()).toEqual([])
  vi.advanceTimersByTime(40)
  expect(committed()).toEqual(['a', 'b'])
  expect(vi.getTimerCount()).toBe(0)
})

test.each([
  ['a flush', () => store.flush()],
  ['a transaction', () => store.transaction(() => {})],
  ['a single statement that writes', () => store.run("insert into note (text) values ('b')")],
  ['a statement that writes and gives rows', () => store.get("insert into note (text) values ('b') returning text")],
  ['several statements', () => store.exec("insert into note (text) values ('b')")],
  ['a backup', () => store.backup(`${file}.backup`)],
])('%s commits what waits', (_what, write) => {
  store.soon(() => add('a'))
  write()
  expect(committed()).toEqual(notes())
  expect(vi.getTimerCount()).toBe(0)
})

test('closing commits what waits', () => {
  store.soon(() => add('a'))
  store.close()
  expect(committed()).toEqual(['a'])
})

test('work that fails is undone by itself; work within work belongs to it', () => {
  store.soon(() => add('before'))
  expect(() =>
    store.soon(() => {
      add('a')
      store.transaction(() => add('b'))
      throw new RangeError('mine')
    }),
  ).toThrow(RangeError)
  store.transaction(() => store.soon(() => add('after')))
  expect(committed()).toEqual(['before', 'after'])
})

test('a commit that fails in the background is undone and told to whoever writes next, once', async () => {
  store.soon(() => store.run("insert into reply (note) values ('nowhere')"))
  vi.advanceTimersByTime(100)
  expect(store.all('select * from reply')).toEqual([])
  expect(await errorOf(() => store.soon(() => add('a')))).toMatchObject({ code: 'DATABASE_FAILED' })
  store.soon(() => add('b'))
  store.flush()
  expect(committed()).toEqual(['b'])
})

test('a commit that fails as it is asked for is told at once', async () => {
  store.soon(() => store.run("insert into reply (note) values ('nowhere')"))
  expect(await errorOf(() => store.flush())).toMatchObject({ code: 'DATABASE_FAILED' })
  store.flush()
  expect(store.all('select * from reply')).toEqual([])
})
