import { describe, expect, it } from 'vitest'
import { financialIdOf, resourceHeaders } from '../../../../src/main/core/bank/resource-request.ts'
import { aBankProfile } from '../../../support/bank-session.ts'

const { accountInformation } = aBankProfile()

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('resourceHeaders', () => {
  it('carries token, accept and an interaction id', () => {
    const headers = resourceHeaders({ financialId: undefined }, 'at', { hasBody: false })
    expect(headers).toEqual([
      ['authorization', 'Bearer at'],
      ['accept', 'application/json'],
      ['x-fapi-interaction-id', expect.stringMatching(uuid)],
    ])
  })

  it('adds content type and financial id where they belong', () => {
    const headers = resourceHeaders({ financialId: '0015800001041RHAAY' }, 'at', { hasBody: true })
    expect(headers).toContainEqual(['content-type', 'application/json'])
    expect(headers).toContainEqual(['x-fapi-financial-id', '0015800001041RHAAY'])
  })

  it('names no accepted type where no body is answered', () => {
    const names = resourceHeaders({ financialId: undefined }, 'at', { hasBody: false, expectsBody: false }).map(([name]) => name)
    expect(names).toEqual(['authorization', 'x-fapi-interaction-id'])
  })

  it('gives every call its own interaction id', () => {
    const id = () => new Map(resourceHeaders({ financialId: undefined }, 'at', { hasBody: false })).get('x-fapi-interaction-id')
    expect(id()).not.toBe(id())
  })

  it('accepts another type where it is asked for', () => {
    const headers = resourceHeaders({ financialId: undefined }, 'at', { hasBody: false, accept: 'application/pdf' })
    expect(headers).toContainEqual(['accept', 'application/pdf'])
  })
})

describe('financialIdOf', () => {
  const own = accountInformation && { ...accountInformation, financialIds: { '3.1': 'three' } }

  it.each([
    ['3.1', own, 'three'],
    ['4.0', own, 'bank'],
    ['3.1', accountInformation, 'bank'],
    ['3.1', null, 'bank'],
  ] as const)('version %s, %j: %s', (version, given, expected) => {
    expect(financialIdOf({ financialId: 'bank', accountInformation: given }, version)).toBe(expected)
    expect(financialIdOf({ financialId: undefined, accountInformation: given }, version)).toBe(expected === 'bank' ? undefined : expected)
  })
})
