import { expect, test } from 'vitest'
import { metadataRows } from '../../../src/renderer/features/entities/metadata-differences.ts'

const differences = (asked: Record<string, unknown>, accepted: Record<string, unknown>) =>
  Object.fromEntries(metadataRows(asked, accepted).map(({ field, difference }) => [field, difference]))

test('every field of either side is shown once, differences first', () => {
  const rows = metadataRows(
    { iss: 'software', scope: 'openid accounts', grant_types: ['a', 'b'], application_type: 'web', software_statement: 'eyJ' },
    { client_id: 'id', scope: 'accounts openid', grant_types: ['a'] },
  )
  expect(rows).toEqual([
    { field: 'grant_types', asked: '["a","b"]', accepted: '["a"]', difference: 'changed' },
    { field: 'application_type', asked: 'web', accepted: null, difference: 'onlyAsked' },
    { field: 'client_id', asked: null, accepted: 'id', difference: 'onlyAccepted' },
    { field: 'scope', asked: 'openid accounts', accepted: 'accounts openid', difference: 'same' },
    { field: 'iss', asked: 'software', accepted: null, difference: 'envelope' },
    { field: 'software_statement', asked: 'eyJ', accepted: null, difference: 'envelope' },
  ])
})

test('order makes no difference in lists and scopes, and does in other text', () => {
  expect(differences({ redirect_uris: ['a', 'b'], name: 'a b' }, { redirect_uris: ['b', 'a'], name: 'b a' })).toEqual({
    redirect_uris: 'same',
    name: 'changed',
  })
})

test('null, false and the empty text are answers', () => {
  expect(differences({ a: null, b: false, c: '' }, { a: null, b: true, c: '' })).toEqual({ a: 'same', b: 'changed', c: 'same' })
})

test('a registration of which the bank said nothing', () =>
  expect(differences({ scope: 'accounts', aud: 'bank' }, {})).toEqual({ scope: 'onlyAsked', aud: 'envelope' }))
