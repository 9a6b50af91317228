import { describe, expect, test } from 'vitest'
import { identificationText, mainBalance } from '../../../src/renderer/features/data/account-name.ts'
import type { Balance } from '../../../src/shared/model/account-data.ts'

describe('identificationText', () => {
  test.each([
    ['UK.OBIE.SortCodeAccountNumber', '20304012345678', '20-30-40 12345678'],
    ['SortCodeAccountNumber', '20304012345678', '20-30-40 12345678'],
    ['UK.OBIE.SortCodeAccountNumber', '****5678', '****5678'],
    ['UK.OBIE.IBAN', 'GB33BUKB20201555555555', 'GB33 BUKB 2020 1555 5555 55'],
    ['UK.OBIE.PAN', '**** **** **** 9824', '**** **** **** 9824'],
    ['Bank.Own', 'abc', 'abc'],
  ])('%s %s', (scheme, identification, text) => expect(identificationText({ scheme, identification, name: null })).toBe(text))
})

describe('mainBalance', () => {
  const balance = (type: string, accountId = 'a'): Balance => ({
    accountId,
    accountAccessConsentId: '00000000-0000-4000-8000-000000000000',
    fetched: '2026-11-20T10:00:00Z',
    type,
    dateTime: '2026-11-20T10:00:00Z',
    amount: '1.00',
    currency: 'GBP',
    original: {},
  })

  test('is what can be spent, before what is booked, before any other', () => {
    expect(mainBalance([balance('XPCD'), balance('CLBD'), balance('ITAV')], 'a')?.type).toBe('ITAV')
    expect(mainBalance([balance('XPCD'), balance('CLBD')], 'a')?.type).toBe('CLBD')
    expect(mainBalance([balance('XPCD')], 'a')?.type).toBe('XPCD')
  })

  test('is of that account only', () => {
    expect(mainBalance([balance('ITAV', 'b')], 'a')).toBeUndefined()
  })
})
