import { describe, expect, test } from 'vitest'
import { customers } from '../../../../src/model-bank/data/customers.ts'
import { startTestApp } from '../../../support/app.ts'

describe('walkthrough.run', () => {
  test.each(customers.all().flatMap(({ username }) => [[username, '3.1'] as const, [username, '4.0'] as const]))(
    '%s, version %s: from nothing to transactions',
    async (customer, apiVersion) => {
      const { call, banks } = await startTestApp()
      const result = await call('walkthrough.run', { customer, apiVersion })
      expect(result.steps.map(({ id }) => id)).toEqual([
        'bank',
        'certificates',
        'software-statement',
        'registration',
        'consent',
        'authorisation',
        'accounts',
        'balances',
        'transactions',
      ])
      const expected = customers.all().find(({ username }) => username === customer)
      expect(result.accounts.map(({ accountId }) => accountId).toSorted()).toEqual(
        expected?.accounts.map(({ accountId }) => accountId).toSorted(),
      )
      expect(result.totals.balances).toBeGreaterThanOrEqual(result.totals.accounts)
      expect(result.totals.transactions).toBeGreaterThan(0)
      // One TLS handshake per identity: one without a certificate for the directory, one with the OBWAC for the bank.
      expect(Object.values(banks[0]?.handshakes() ?? {})).toEqual([1, 1])
    },
  )
})
