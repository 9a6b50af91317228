import { describe, expect, test } from 'vitest'
import { type Inputs, inputsOf, type Known, runInput, versionsOf } from '../../../src/renderer/features/home/choices.ts'
import { type BankProfile, bankProfile } from '../../../src/shared/model/bank-profile.ts'
import { exchangeId, idle, statusWith } from '../../support/walkthrough-status.ts'

const profile = (id: number, environment: BankProfile['environment'], versions: ('3.1' | '4.0')[]): BankProfile =>
  bankProfile.parse({
    id: exchangeId(id),
    created: '2026-11-20T10:00:00.000Z',
    builtIn: environment === 'modelBank',
    overrides: null,
    needs: [],
    sources: [],
    name: `bank-${id}`,
    displayName: `Bank ${id}`,
    environment,
    issuer: 'https://bank.example',
    accountInformation: {
      baseUrls: Object.fromEntries(versions.map((version) => [version, 'https://bank.example/aisp'])),
      defaultVersion: versions.at(-1),
    },
    registration: { dcr: true },
  })

const customer = (username: string) => ({ username, password: 'p', oneTimeCode: '1', name: username, description: '', accounts: 1 })
const known: Known = {
  profiles: [profile(1, 'modelBank', ['3.1', '4.0']), profile(2, 'sandbox', ['3.1'])],
  customers: [customer('first'), customer('second')],
}
const nothingKnown: Known = { profiles: [], customers: [] }

describe('the inputs of the steps', () => {
  test('are pre-filled: the model bank, its first customer, its version, automatic approval', () => {
    expect(inputsOf({}, idle, known)).toEqual({ bankProfileId: null, customer: 'first', apiVersion: '4.0', autoApprove: true })
  })

  test('leave the customer open before the model bank has told who they are', () => {
    const inputs = inputsOf({}, idle, nothingKnown)
    expect(inputs.customer).toBeNull()
    expect(runInput(inputs)).toEqual({ apiVersion: '4.0', autoApprove: true })
  })

  test('are those of the run in the core, and what was chosen since', () => {
    const status = statusWith(1, [], { customer: 'second', apiVersion: '3.1', autoApprove: false })
    expect(inputsOf({}, status, known)).toEqual({ bankProfileId: null, customer: 'second', apiVersion: '3.1', autoApprove: false })
    expect(inputsOf({ autoApprove: true, customer: 'first' }, status, known)).toMatchObject({
      customer: 'first',
      apiVersion: '3.1',
      autoApprove: true,
    })
  })

  test('of a model bank that imitates a bank go on with that, in its version', () => {
    const modelBank = { persona: 'some-bank', bankProfileId: exchangeId(3) }
    const imitating: Known = { ...known, profiles: [...known.profiles, profile(3, 'modelBank', ['3.1'])], modelBank }
    const inputs = inputsOf({}, idle, imitating)
    expect(inputs).toEqual({ bankProfileId: null, customer: 'first', apiVersion: '3.1', autoApprove: true, persona: 'some-bank' })
    expect(runInput(inputs)).toEqual({ apiVersion: '3.1', autoApprove: true, customer: 'first', persona: 'some-bank' })
    expect(inputsOf({ bankProfileId: exchangeId(2) }, idle, imitating)).not.toHaveProperty('persona')
  })

  test('of another bank have no customer, and only versions that it offers', () => {
    const inputs: Inputs = inputsOf({ bankProfileId: exchangeId(2), apiVersion: '4.0', customer: 'second' }, idle, known)
    expect(inputs).toMatchObject({ customer: null, apiVersion: '3.1' })
    expect(versionsOf(inputs, known)).toEqual(['3.1'])
    expect(runInput(inputs)).toEqual({ apiVersion: '3.1', bankProfileId: exchangeId(2) })
  })
})
