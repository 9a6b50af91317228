// Authorisations from before it was kept how each ended: the history tells which were abandoned, and tells it no second time.

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { endingsAndDirectoriesMigration } from '../../../../src/main/core/db/migrations/015-endings-and-directories.ts'
import { migrations } from '../../../../src/main/core/db/migrations/index.ts'
import { openStore } from '../../../../src/main/core/db/store.ts'
import { temporaryFolder } from '../../../support/app.ts'

test('those that the history calls abandoned are', () => {
  const store = openStore({ file: join(temporaryFolder(), 'workspace.sqlite'), migrations: migrations.slice(0, 14) })
  // Of the consent itself nothing is needed here.
  store.exec('pragma foreign_keys = off')
  const started = (id: string, expires: string, used: string | null = null) =>
    store.run(
      `insert into auth_context (id, created, account_access_consent_id, state, nonce, redirect_uri, capture, expires, used)
       values (?, '2026-06-01T12:00:00.000Z', 'consent', ?, 'nonce', 'https://tpp.example/callback', 'paste', ?, ?)`,
      ...[id, id, expires, used],
    )
  started('told', '2026-06-01T12:10:00.000Z')
  started('not told', '2026-06-01T12:20:00.000Z')
  started('answered', '2026-06-01T12:30:00.000Z', '2026-06-01T12:25:00.000Z')
  store.run(
    `insert into consent_event (account_access_consent_id, at, event, detail) values ('consent', '2026-06-01T12:10:00.001Z',
       'authorisationAbandoned', 'No answer of the bank came until 2026-06-01T12:10:00.000Z')`,
  )
  store.exec(endingsAndDirectoriesMigration.sql)
  expect(store.all('select id, ended from auth_context order by expires')).toEqual([
    { id: 'told', ended: 'abandoned' },
    { id: 'not told', ended: null },
    { id: 'answered', ended: null },
  ])
  store.close()
})
