import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { isUniqueViolation } from '../../../../src/main/core/db/database-errors.ts'
import { migrations } from '../../../../src/main/core/db/migrations/index.ts'
import { openStore, type Store } from '../../../../src/main/core/db/store.ts'
import { errorOf, tempFolder } from '../../../support/workspace-fixtures.ts'

const first = { version: 1, sql: 'create table note (id integer primary key, text text not null unique) strict' }
const second = { version: 2, sql: "alter table note add column colour text not null default 'grey'" }
const third = { version: 3, sql: 'create table extra (id integer primary key) strict' }

const fileIn = (folder: string) => join(folder, 'workspace.sqlite')
const modeOf = (path: string) => statSync(path).mode & 0o777
const one = (store: Store, sql: string) => Object.values(store.get<Record<string, unknown>>(sql) ?? {})[0]

describe('statements', () => {
  test('rows, counts and nested transactions', () => {
    const store = openStore({ file: ':memory:', migrations: [first] })
    expect(store.run('insert into note (text) values (?), (?)', 'a', 'b')).toEqual({ changes: 2 })
    expect(store.get('select text from note where id = ?', 1)).toEqual({ text: 'a' })
    expect(store.get('select text from note where id = ?', 9)).toBeUndefined()
    expect(store.all('select id from note order by id')).toEqual([{ id: 1 }, { id: 2 }])

    expect(() =>
      store.transaction(() => {
        store.run("insert into note (text) values ('outer')")
        store.transaction(() => store.run("insert into note (text) values ('inner')"))
        throw new RangeError('mine')
      }),
    ).toThrow(RangeError)
    expect(one(store, 'select count(*) from note')).toBe(2)
    store.close()
    store.close()
  })

  test('what SQLite throws is DATABASE_FAILED, a repeated value can be recognised', async () => {
    const store = openStore({ file: ':memory:', migrations: [first] })
    store.run("insert into note (text) values ('a')")
    expect((await errorOf(() => store.run('insert into nothing values (1)'))).code).toBe('DATABASE_FAILED')
    expect((await errorOf(() => store.run('insert into note (text) values (?)', Buffer.of(1)))).code).toBe('DATABASE_FAILED')
    expect((await errorOf(() => store.all('select'))).code).toBe('DATABASE_FAILED')
    let caught: unknown
    try {
      store.run("insert into note (text) values ('a')")
    } catch (error) {
      caught = error
    }
    expect(isUniqueViolation(caught)).toBe(true)
    expect(isUniqueViolation(new Error('other'))).toBe(false)
    store.close()
  })
})

describe('opening', () => {
  test('every connection gets the pragmas, also a reopened one', () => {
    const file = fileIn(tempFolder())
    openStore({ file, migrations: [first] }).close()
    const store = openStore({ file, migrations: [first] })
    const names = ['journal_mode', 'synchronous', 'secure_delete', 'trusted_schema', 'cell_size_check', 'temp_store', 'foreign_keys']
    expect(Object.fromEntries(names.map((name) => [name, one(store, `pragma ${name}`)]))).toMatchObject({
      journal_mode: 'wal',
      synchronous: 2,
      secure_delete: 1,
      trusted_schema: 0,
      cell_size_check: 1,
      temp_store: 2,
      foreign_keys: 1,
    })
    expect(one(store, 'pragma wal_autocheckpoint')).toBe(8000)
    expect(one(store, 'pragma application_id')).toBe(0x54505057)
    store.close()
  })

  test('only the owner can read the files, even when another program has opened them up', () => {
    const folder = tempFolder()
    const file = fileIn(folder)
    openStore({ file, migrations: [first] }).close()
    chmodSync(file, 0o666)
    const store = openStore({ file, migrations: [first, second] })
    store.run("insert into note (text) values ('a')")
    const modes = Object.fromEntries(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]))
    expect(modes).toEqual({
      'workspace.sqlite': 0o600,
      'workspace.sqlite-wal': 0o600,
      'workspace.sqlite-shm': 0o600,
      'workspace.v1.sqlite': 0o600,
    })
    store.close()
  })

  test.each([
    ['text', Buffer.from('not a database at all, only words '.repeat(10))],
    ['short', Buffer.from('SQLite')],
  ])('a file that is no database (%s) is refused and left alone', async (_, bytes) => {
    const file = fileIn(tempFolder())
    writeFileSync(file, bytes)
    expect(await errorOf(() => openStore({ file }))).toMatchObject({ code: 'DATABASE_FAILED', message: expect.stringContaining(file) })
    expect(readFileSync(file)).toEqual(bytes)
  })

  test("another program's database is refused and left alone", async () => {
    const folder = tempFolder()
    const file = fileIn(folder)
    new Database(file).exec('create table theirs (id integer)').close()
    const before = readFileSync(file)
    expect((await errorOf(() => openStore({ file }))).message).toContain('another program')
    expect(readFileSync(file)).toEqual(before)
    expect(readdirSync(folder)).toEqual(['workspace.sqlite'])
  })

  test('a damaged file is refused', async () => {
    const file = fileIn(tempFolder())
    const store = openStore({ file, migrations: [first] })
    for (let i = 0; i < 500; i += 1) store.run('insert into note (text) values (?)', `row ${i} ${'x'.repeat(50)}`)
    store.close()
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0xa5, 2 * 4096, 4 * 4096))
    expect((await errorOf(() => openStore({ file, migrations: [first] }))).code).toBe('DATABASE_FAILED')
  })
})

describe('schema versions', () => {
  test('the released list has no gap and only STRICT tables', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
    const store = openStore({ file: ':memory:' })
    const tables = store.all<{ name: string; strict: number }>(
      "select name, strict from pragma_table_list where schema = 'main' and name not like 'sqlite_%' and type = 'table'",
    )
    expect(tables.length).toBeGreaterThan(1)
    expect(tables.filter(({ strict }) => strict === 0)).toEqual([])
    expect(store.schemaVersion()).toBe(migrations.length)
    store.close()
  })

  test('a newer schema is refused and no byte changes', async () => {
    const folder = tempFolder()
    const file = fileIn(folder)
    openStore({ file, migrations: [first, second] }).close()
    const before = readFileSync(file)
    expect(await errorOf(() => openStore({ file, migrations: [first] }))).toMatchObject({
      code: 'SCHEMA_TOO_NEW',
      message: expect.stringContaining('version 2'),
      remedy: expect.any(String),
    })
    expect(readFileSync(file)).toEqual(before)
    expect(readdirSync(folder)).toEqual(['workspace.sqlite'])
  })

  test('a newer schema that is still in the log after a crash is refused and no byte changes', async () => {
    const file = fileIn(tempFolder())
    openStore({ file, migrations: [first] }).close()
    // The files as a killed process leaves them: the new version is in the log only.
    const other = fileIn(tempFolder())
    writeFileSync(other, readFileSync(file))
    const store = openStore({ file, migrations: [first, second] })
    writeFileSync(`${other}-wal`, readFileSync(`${file}-wal`))
    store.close()
    const before = [readFileSync(other), readFileSync(`${other}-wal`)]
    expect((await errorOf(() => openStore({ file: other, migrations: [first] }))).code).toBe('SCHEMA_TOO_NEW')
    expect([readFileSync(other), readFileSync(`${other}-wal`)]).toEqual(before)
    const reopened = openStore({ file: other, migrations: [first, second] })
    expect(reopened.schemaVersion()).toBe(2)
    // The log that the crash left was readable to others.
    expect([modeOf(other), modeOf(`${other}-wal`)]).toEqual([0o600, 0o600])
    reopened.close()
  })

  test('each migration of an existing file leaves a whole copy of the version before', () => {
    const folder = tempFolder()
    const file = fileIn(folder)
    const old = openStore({ file, migrations: [first] })
    old.run("insert into note (text) values ('kept')")
    old.close()
    expect(readdirSync(folder)).toEqual(['workspace.sqlite'])
    const store = openStore({ file, migrations: [first, second, third] })
    expect(store.get('select text, colour from note')).toEqual({ text: 'kept', colour: 'grey' })
    store.close()
    expect(readdirSync(folder).sort()).toEqual(['workspace.sqlite', 'workspace.v1.sqlite', 'workspace.v2.sqlite'])
    const copy = openStore({ file: join(folder, 'workspace.v1.sqlite'), migrations: [first] })
    expect(copy.schemaVersion()).toBe(1)
    expect(copy.all('select * from note')).toEqual([{ id: 1, text: 'kept' }])
    copy.close()
  })

  test('a migration that fails, or breaks a reference, leaves the version and rows before it', async () => {
    const file = fileIn(tempFolder())
    const old = openStore({ file, migrations: [first] })
    old.run("insert into note (text) values ('kept')")
    old.close()
    const wrong = { version: 2, sql: 'delete from note; create table note (id integer) strict' }
    expect((await errorOf(() => openStore({ file, migrations: [first, wrong] }))).code).toBe('DATABASE_FAILED')
    const orphan = {
      version: 2,
      sql: `create table child (id integer primary key, note integer references note (id) deferrable initially deferred) strict;
            insert into child (note) values (99)`,
    }
    expect((await errorOf(() => openStore({ file, migrations: [first, orphan] }))).message).toContain('child')
    const store = openStore({ file, migrations: [first] })
    expect(store.all('select text from note')).toEqual([{ text: 'kept' }])
    store.close()
  })
})

describe('moving and copying', () => {
  test('a store in memory goes on in a file, as the same object', () => {
    const folder = tempFolder()
    const file = fileIn(folder)
    const store = openStore({ file: ':memory:', migrations: [first] })
    store.run("insert into note (text) values ('before')")
    store.moveTo(file, (copy) => copy.run("insert into note (text) values ('amended')"))
    store.run("insert into note (text) values ('after')")
    expect(store.all('select text from note order by id')).toEqual([{ text: 'before' }, { text: 'amended' }, { text: 'after' }])
    expect(modeOf(file)).toBe(0o600)
    store.close()
    expect(readdirSync(folder)).toEqual(['workspace.sqlite'])
    const reopened = openStore({ file, migrations: [first] })
    expect(one(reopened, 'select count(*) from note')).toBe(3)
    reopened.close()
  })

  test('a move that fails changes nothing and leaves no file', async () => {
    const folder = tempFolder()
    const store = openStore({ file: ':memory:', migrations: [first] })
    const fail = (copy: Store) => copy.run("insert into missing values ('x')")
    expect((await errorOf(() => store.moveTo(fileIn(folder), fail))).code).toBe('DATABASE_FAILED')
    expect(readdirSync(folder)).toEqual([])
    expect((await errorOf(() => store.moveTo(join(folder, 'absent', 'x.sqlite')))).code).toBe('DATABASE_FAILED')
    writeFileSync(fileIn(folder), 'something of value')
    expect((await errorOf(() => store.moveTo(fileIn(folder)))).code).toBe('CONFLICT')
    expect(readFileSync(fileIn(folder), 'utf8')).toBe('something of value')
    store.run("insert into note (text) values ('goes on')")
    store.close()
  })

  test('a backup replaces an older one', () => {
    const folder = tempFolder()
    const store = openStore({ file: fileIn(folder), migrations: [first] })
    const copyFile = join(folder, 'copy.sqlite')
    store.backup(copyFile)
    store.run("insert into note (text) values ('later')")
    store.backup(copyFile)
    store.close()
    expect(existsSync(`${copyFile}.partial`)).toBe(false)
    const copy = openStore({ file: copyFile, migrations: [first] })
    expect(copy.all('select text from note')).toEqual([{ text: 'later' }])
    copy.close()
  })

  test('a deleted value leaves no trace once the store is closed', () => {
    const folder = tempFolder()
    const file = fileIn(folder)
    const store = openStore({ file, migrations: [first] })
    store.run("insert into note (text) values ('marker-4711')")
    store.run('delete from note')
    store.close()
    expect(readFileSync(file).includes('marker-4711')).toBe(false)
    expect(existsSync(`${file}-wal`)).toBe(false)
  })
})
