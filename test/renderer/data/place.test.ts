import { expect, test } from 'vitest'
import { pathOf, placeOf } from '../../../src/renderer/features/data/data-path.ts'

const consentId = '7d1f0d4e-0000-4000-8000-000000000001'

test.each([
  [['account', consentId, '22289'], { consentId, accountId: '22289' }],
  [['account', `${consentId}:22289`], { consentId, accountId: '22289' }],
  [['account', `${consentId}:a:b`], { consentId, accountId: 'a:b' }],
  [['account', consentId, 'a:b/c'], { consentId, accountId: 'a:b/c' }],
  [['consent', consentId], { consentId, accountId: null }],
  [['account', consentId], null],
  [['consent'], null],
  [['elsewhere', consentId], null],
  [[], null],
])('%j is %j', (path, place) => {
  expect(placeOf(path)).toEqual(place)
  if (place) expect(placeOf(pathOf(place).slice(1))).toEqual(place)
})
