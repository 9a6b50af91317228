import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAdapterFactory, forgetClient, wasRevoked } from '../../src/model-bank/authorisation/adapter.ts'
import { openState } from '../../src/model-bank/state.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bank-state-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('collections hold documents apart from each other', () => {
  const state = openState(null)
  const one = state.collection<{ n: number }>('one')
  one.put('b', { n: 2 })
  one.put('a', { n: 1 })
  one.put('a', { n: 3 })
  expect(one.all()).toEqual([
    { key: 'a', value: { n: 3 } },
    { key: 'b', value: { n: 2 } },
  ])
  one.delete('a')
  expect([one.get('a'), one.get('b'), state.collection('two').get('b')]).toEqual([undefined, { n: 2 }, undefined])
  state.close()
})

test('a file keeps them', () => {
  const file = join(folder, 'new', 'state.db')
  const first = openState(file)
  first.collection('one').put('a', ['kept'])
  expect(() => openState(file)).toThrow(expect.objectContaining({ code: 'DATA_DIR_IN_USE' }))
  first.close()
  const second = openState(file)
  expect(second.collection('one').get('a')).toEqual(['kept'])
  second.close()
})

test('a file that is no database is said to be none', () => {
  const file = join(folder, 'state.db')
  writeFileSync(file, 'text that is not a database, and longer than a header of one hundred bytes would be, to be sure of it')
  expect(() => openState(file)).toThrow(expect.objectContaining({ code: 'DATABASE_FAILED' }))
})

test('the adapter finds by id, uid and user code, consumes, and revokes by grant', async () => {
  const state = openState(null)
  const factory = createAdapterFactory(state)
  const [tokens, refresh, sessions, codes] = [factory('AccessToken'), factory('RefreshToken'), factory('Session'), factory('DeviceCode')]
  await sessions.upsert('s1', { uid: 'u1' }, 60)
  await codes.upsert('d1', { userCode: 'c1' }, 60)
  expect([await sessions.findByUid('u1'), await codes.findByUserCode('c1')]).toEqual([{ uid: 'u1' }, { userCode: 'c1' }])
  await sessions.destroy('s1')
  expect(await sessions.findByUid('u1')).toBeUndefined()

  await tokens.upsert('t1', { grantId: 'g1', clientId: 'k' }, 60)
  await refresh.upsert('r1', { grantId: 'g1', clientId: 'k' }, 60)
  await tokens.upsert('t2', { grantId: 'g2', clientId: 'k' }, 60)
  await refresh.consume('r1')
  expect(await refresh.find('r1')).toMatchObject({ consumed: expect.any(Number) })
  await tokens.revokeByGrantId('g1')
  await refresh.revokeByGrantId('g1')
  expect([await tokens.find('t1'), await refresh.find('r1'), await tokens.find('t2')]).toEqual([
    undefined,
    undefined,
    { grantId: 'g2', clientId: 'k', jti: 't2' },
  ])
  expect([wasRevoked(state, 't1'), wasRevoked(state, 't2'), wasRevoked(state, 'none')]).toEqual([true, false, false])
  forgetClient(state, 'k')
  expect(await tokens.find('t2')).toBeUndefined()
})

test('what works as a bearer is kept as its hash', async () => {
  const state = openState(null)
  for (const model of ['AccessToken', 'RefreshToken', 'AuthorizationCode', 'PushedAuthorizationRequest', 'ClientCredentials']) {
    await createAdapterFactory(state)(model).upsert(`secret of ${model}`, { jti: `secret of ${model}`, grantId: 'g' }, 60)
    expect(JSON.stringify([state.collection(`oidc:${model}`).all(), state.collection(`oidc:${model}:grant`).all()])).not.toContain(
      'secret of',
    )
    expect(await createAdapterFactory(state)(model).find(`secret of ${model}`)).toEqual({ jti: `secret of ${model}`, grantId: 'g' })
  }
})

test('what expired long ago is swept away', async () => {
  const state = openState(null)
  let time = 0
  const tokens = createAdapterFactory(state, () => time)('AccessToken')
  await tokens.upsert('old', { grantId: 'g' }, 60)
  time = 30 * 60_000
  for (let written = 0; written < 1001; written += 1) await tokens.upsert('other', {}, 60)
  expect(await tokens.find('old')).toBeDefined()
  time = 2 * 3600_000
  for (let written = 0; written < 1001; written += 1) await tokens.upsert('other', {}, 60)
  expect(await tokens.find('old')).toBeUndefined()
  expect(state.collection('oidc:AccessToken:grant').all()).toEqual([])
})
