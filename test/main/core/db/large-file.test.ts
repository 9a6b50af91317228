import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { openStore } from '../../../../src/main/core/db/store.ts'
import { errorOf, tempFolder } from '../../../support/workspace-fixtures.ts'

const inFolder = () => join(tempFolder(), 'workspace.sqlite')

describe('opening a large file', () => {
  const large = { version: 1, sql: 'create table note (text text not null) strict; create table large (bytes blob not null) strict' }
  /** Damaged, with a log if that is asked for. */
  const damaged = ({ withLog }: { withLog: boolean }): string => {
    const [file, other] = [inFolder(), inFolder()]
    const store = openStore({ file, migrations: [large] })
    for (let i = 0; i < 500; i += 1) store.soon(() => store.run('insert into note (text) values (?)', `row ${i} ${'x'.repeat(50)}`))
    store.run('insert into large (bytes) values (zeroblob(33 * 1024 * 1024))')
    store.close()
    const reopened = openStore({ file, migrations: [large] })
    if (withLog) reopened.run("insert into large (bytes) values (x'00')")
    writeFileSync(other, readFileSync(file).fill(0xa5, 4 * 8192, 6 * 8192))
    if (withLog) writeFileSync(`${other}-wal`, readFileSync(`${file}-wal`))
    reopened.close()
    return other
  }

  test('that a crash left is checked as a whole', async () => {
    const file = damaged({ withLog: true })
    expect((await errorOf(() => openStore({ file, migrations: [large] }))).code).toBe('DATABASE_FAILED')
  })

  test('that was closed in order is not, and damage is met where it is read', async () => {
    const store = openStore({ file: damaged({ withLog: false }), migrations: [large] })
    expect(store.get('select length(bytes) as length from large')).toEqual({ length: 33 * 1024 * 1024 })
    expect(await errorOf(() => store.all('select * from note'))).toMatchObject({ code: 'DATABASE_FAILED', remedy: expect.any(String) })
    store.close()
  })
})

test('a long log is folded into the file while nobody writes', async () => {
  const file = inFolder()
  const store = openStore({ file, migrations: [{ version: 1, sql: 'create table large (bytes blob not null) strict' }] })
  store.soon(() => store.run('insert into large (bytes) values (zeroblob(9 * 1024 * 1024))'))
  await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(9 * 1024 * 1024), 5000)
  store.close()
})
