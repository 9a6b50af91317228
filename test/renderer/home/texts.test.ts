import { describe, expect, test } from 'vitest'
import { balanceTypeText, codeText, signedMoney } from '../../../src/renderer/features/home/data-text.ts'
import { shownBody, shownMessage } from '../../../src/renderer/features/home/exchange-text.ts'

describe('account data', () => {
  test('credits carry a plus, debits a minus, nothing carries neither', () => {
    expect(signedMoney('2486.20')).toBe('+2,486.20')
    expect(signedMoney('-7.86')).toBe('−7.86')
    expect(signedMoney('0.00')).toBe('0.00')
    expect(signedMoney('0')).toBe('0')
    expect(signedMoney('0.01')).toBe('+0.01')
  })

  test('codes are words where they are known', () => {
    expect(codeText('PDNG')).toBe('Pending')
    expect(codeText('XYZW')).toBe('XYZW')
    expect(balanceTypeText('ITAV')).toBe('Interim available')
    expect(balanceTypeText('ZZZZ')).toBe('ZZZZ')
  })
})

describe('a message', () => {
  test('JSON is indented, a form has one parameter to a line, other text stays', () => {
    expect(shownBody('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
    expect(shownBody('grant_type=client_credentials&scope=openid%20accounts')).toBe('grant_type=client_credentials\nscope=openid accounts')
    expect(shownBody('eyJhbGciOiJQUzI1NiJ9.e30.abc')).toBe('eyJhbGciOiJQUzI1NiJ9.e30.abc')
    expect(shownBody('')).toBeNull()
    expect(shownBody(null)).toBeNull()
  })

  test('a very long body is cut', () => {
    const shown = shownBody(JSON.stringify('x'.repeat(50_000))) ?? ''
    expect(shown.length).toBeLessThan(20_100)
    expect(shown.endsWith('\n…')).toBe(true)
  })

  test('headers come first, and what is absent leaves no gap', () => {
    expect(shownMessage([['Accept', '*/*']], null)).toBe('\nAccept: */*')
    expect(shownMessage([['Accept', '*/*']], 'x')).toBe('\nAccept: */*\n\nx')
    expect(shownMessage([], null)).toBe('')
  })
})
