import { describe, expect, test } from 'vitest'
import { launchModelBankProcess } from '../../../../src/main/core/model-bank/child-process.ts'
import { createPlainSet } from '../../../../src/pki/certificate.ts'
import { startTestApp, type TestApp } from '../../../support/app.ts'
import { send } from '../../../support/bank-http.ts'

const enrol = async ({ call }: TestApp): Promise<string> => {
  const { addresses } = await call('modelBank.start', {})
  const { transport } = await createPlainSet('C=GB,O=Example,OU=unit,CN=plain')
  const { status, json } = await send(`${addresses?.enrolmentPortal}/api/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ organisation: 'Example', certificate: transport.certificate, redirectUris: ['https://app.example/'] }),
  })
  expect(status).toBe(201)
  return String(json.id)
}

describe('enrolments decided by the operator of the model bank', () => {
  test.each([
    ['modelBank.approveEnrolment', 'approved', ['Example']],
    ['modelBank.refuseEnrolment', 'refused', []],
  ] as const)('%s', async (method, state, clients) => {
    const app = await startTestApp()
    const id = await enrol(app)
    const status = await app.call(method, { id })
    expect(status.enrolments).toMatchObject([{ id, organisation: 'Example', state }])
    expect(status.clients.map(({ name }) => name)).toEqual(clients)
    expect(app.events.at(-1)).toEqual({ type: 'changed', aggregate: 'modelBank', id: null })

    expect(await app.refused('modelBank.approveEnrolment', { id })).toMatchObject({ code: 'CONFLICT' })
    expect(await app.refused(method, { id: 'none' })).toEqual({ code: 'NOT_FOUND', message: 'Enrolment none does not exist' })
  })

  test('a bank that does not run decides nothing', async () => {
    const { refused } = await startTestApp()
    expect(await refused('modelBank.refuseEnrolment', { id: 'any' })).toMatchObject({
      code: 'CONFLICT',
      message: 'The model bank is not running',
    })
  })
})

describe('in a process of its own', () => {
  test('decisions reach the bank, and its refusals come back with their codes', async () => {
    const bank = await launchModelBankProcess({ port: 0, stateFile: null })
    try {
      await expect(bank.approveEnrolment('none')).rejects.toMatchObject({ name: 'AppError', code: 'NOT_FOUND' })
      await expect(bank.refuseEnrolment('none')).rejects.toMatchObject({ name: 'AppError', code: 'NOT_FOUND' })
    } finally {
      await bank.close()
    }
  })
})
