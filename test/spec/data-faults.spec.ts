// Each way of the model bank to break the standard's schema is one that the official files find.
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { permission } from '../../src/shared/model/account-access-consent.ts'
import { type BankBehaviour, dataFault } from '../../src/shared/model/bank-behaviour.ts'
import { apiVersions, startTestBank } from '../support/account-information.ts'
import { specDirectory, validator } from '../support/openapi.ts'

const releases = { '3.1': 'v3.1.11', '4.0': 'v4.0.0' } as const
const paths = ['/accounts', '/balances', '/transactions', '/direct-debits']

describe.each(apiVersions)('version %s', (version) => {
  const official = validator(join(specDirectory(), releases[version], 'account-info-openapi.json'))

  /** What is wrong with the answers of a bank with the given switches, about a customer who has everything that can be spoilt. */
  const faultsFound = async (behaviour: Partial<BankBehaviour>, customer: string) => {
    const bank = await startTestBank(behaviour)
    onTestFinished(() => bank.app.close())
    const { token } = await bank.authorised({ version, customer, terms: { Permissions: permission.options } })
    const answers = await Promise.all(paths.map(async (path) => ({ path, answer: await bank.call('GET', version, path, { token }) })))
    return answers.flatMap(({ path, answer }) => official.response('GET', path, 200)(answer.json))
  }

  // Meta is not among the required members of the files: only the standard's text demands it.
  test.each(dataFault.exclude(['missingMeta']).options)('%s', async (fault) => {
    expect((await faultsFound({ dataFaults: [fault] }, 'brightside')).length).toBeGreaterThan(0)
  })

  test('missingMeta', async () => {
    expect(await faultsFound({ dataFaults: ['missingMeta'] }, 'brightside')).toEqual([])
  })

  test('an invalid date of a direct debit', async () => {
    const found = await faultsFound({ directDebitDates: 'invalid' }, 'amelia')
    expect(found[0]).toContain('PreviousPaymentDateTime')
    expect(await faultsFound({}, 'amelia')).toEqual([])
  })
})
