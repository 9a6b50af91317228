// Registrations of profiles that are a group by themselves, as a program that called them by their names left them.

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrations } from '../../../../src/main/core/db/migrations/index.ts'
import { openStore } from '../../../../src/main/core/db/store.ts'
import { temporaryFolder } from '../../../support/app.ts'

interface Case {
  what: string
  name: string
  builtIn?: boolean
  profile?: { group?: string; registration?: { group?: string | Record<string, string> } }
  before: string | null
  after: (id: string) => string | null
}

const byScope = { accounts: 'Aisp', payments: 'Pisp' }
const cases: Case[] = [
  { what: 'alone', name: 'mine', before: 'mine/mine', after: (id) => `${id}/${id}` },
  { what: 'alone, and renamed since', name: 'new-name', before: 'old-name/old-name', after: (id) => `${id}/${id}` },
  { what: 'of a bank group', name: 'brand', profile: { group: 'Example' }, before: 'Example/brand', after: (id) => `Example/${id}` },
  {
    what: 'with a registration group only',
    ...{ name: 'lone', profile: { registration: { group: 'Production' } }, before: 'lone/Production' },
    after: (id) => `${id}/Production`,
  },
  {
    what: 'by scope, with one that has none',
    ...{ name: 'split', profile: { group: 'Example', registration: { group: byScope } }, before: 'Example/split' },
    after: (id) => `Example/${id}`,
  },
  {
    what: 'by scope',
    ...{ name: 'split-too', profile: { group: 'Example', registration: { group: byScope } }, before: 'Example/Aisp' },
    after: () => 'Example/Aisp',
  },
  {
    what: 'with both',
    ...{ name: 'both', profile: { group: 'Example', registration: { group: 'both' } }, before: 'Example/both' },
    after: () => 'Example/both',
  },
  {
    what: 'of a known bank',
    name: 'Known_Known',
    builtIn: true,
    before: 'Known_Known/Known_Known',
    after: () => 'Known_Known/Known_Known',
  },
  { what: 'from before there were groups', name: 'early', before: null, after: () => null },
]

test('those of a person’s own profiles are called by the id; every other stays', () => {
  const file = join(temporaryFolder(), 'workspace.sqlite')
  const old = openStore({ file, migrations: migrations.slice(0, 16) })
  const person = "'person', '2026-01-01', 'person'"
  old.exec(`insert into ob_wac_certificate (id, created, name, certificate, chain) values (${person}, 'PEM', '[]')`)
  old.exec(`insert into ob_seal_certificate (id, created, name, certificate, chain, key_id) values (${person}, 'PEM', '[]', 'kid')`)
  old.exec(`insert into software_statement (id, created, organisation_id, organisation_name, software_id, client_name, roles, redirect_uris,
    default_ob_wac_certificate_id, default_ob_seal_certificate_id) values (${person}, 'o', 's', 'c', '[]', '[]', 'person', 'person')`)
  for (const { name, builtIn = false, profile = {}, before } of cases) {
    const values = [`id-${name}`, '2026-01-01T00:00:00.000Z']
    old.run(
      'insert into bank_profile (id, created, name, built_in, profile) values (?, ?, ?, ?, ?)',
      ...[...values, name, builtIn ? 1 : 0, JSON.stringify({ registration: {}, ...profile })],
    )
    old.run(
      `insert into bank_registration (id, created, bank_profile_id, software_statement_id, state, registered_elsewhere,
         token_endpoint_auth_method, scope, redirect_uris, endpoints, registration_group)
       values (?, ?, ?, 'person', 'registered', 0, 'tls_client_auth', 'accounts', '[]', '{}', ?)`,
      ...[...values, values[0] ?? '', before],
    )
  }
  old.close()

  const store = openStore({ file, migrations: migrations.slice(0, 17) })
  const groups = store.all<{ id: string; found: string | null }>(
    'select id, registration_group as found from bank_registration order by rowid',
  )
  store.close()
  expect(groups).toEqual(cases.map(({ name, after }) => ({ id: `id-${name}`, found: after(`id-${name}`) })))
})
