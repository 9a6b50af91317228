import { expect, test } from 'vitest'
import { hostAndPath, pathParts } from '../../../src/renderer/ui/address-parts.ts'

test('host, path and what follows, of whatever stands in the log', () => {
  expect(hostAndPath('https://bank.example:8443/a/b?c=‹code:12345678›#d')).toEqual({
    host: 'bank.example:8443',
    path: '/a/b?c=‹code:12345678›#d',
  })
  expect(hostAndPath('https://bank.example')).toEqual({ host: 'bank.example', path: '/' })
  expect(hostAndPath('nonsense')).toEqual({ host: '', path: 'nonsense' })
  expect(pathParts('/aisp/accounts/1/balances?a=b')).toEqual({ head: '/aisp/accounts/1', tail: '/balances?…' })
  expect(pathParts('/aisp/')).toEqual({ head: '', tail: '/aisp/' })
  expect(pathParts(`/aisp/${'x'.repeat(40)}`)).toEqual({ head: '/aisp', tail: `/${'x'.repeat(40)}` })
  expect(pathParts('/token')).toEqual({ head: '', tail: '/token' })
  expect(pathParts('/interaction/‹cookie:12345678›')).toEqual({ head: '/interaction', tail: '/‹cookie:12345678›' })
})
