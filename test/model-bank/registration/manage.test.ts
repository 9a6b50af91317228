import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../../src/model-bank/start.ts'
import { clientToken, enrol, makeTpp, registered, registrationClaims, sign, type Tpp, tppCall } from '../../support/bank-tpp.ts'

let bank: ModelBank
let tpp: Tpp

beforeAll(async () => {
  ;[bank, tpp] = await Promise.all([startModelBank(), makeTpp('0015800001BBBBBBBB')])
  await enrol(bank, tpp)
})
afterAll(() => bank.close())

describe('/register/:clientId', () => {
  const manage = (method: string, clientId: string, bearer: string | null, body?: string) =>
    tppCall(bank, tpp, `/register/${clientId}`, {
      method,
      headers: {
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': 'application/jose' }),
      },
      ...(body !== undefined && { body }),
    })

  test('reads, updates and deletes the client with a token of its own', async () => {
    const clientId = await registered(bank, tpp)
    const bearer = await clientToken(bank, tpp, clientId)
    const read = await manage('GET', clientId, bearer)
    expect([read.status, read.json.client_id]).toEqual([200, clientId])

    const change = { client_id: clientId, redirect_uris: ['http://127.0.0.1/other'] }
    const updated = await manage('PUT', clientId, bearer, await sign(tpp, await registrationClaims(bank, tpp, change)))
    expect([updated.status, updated.json.redirect_uris]).toEqual([200, ['http://127.0.0.1/other']])
    expect((await manage('GET', clientId, bearer)).json.redirect_uris).toEqual(['http://127.0.0.1/other'])
    const wrong = await manage('PUT', clientId, bearer, await sign(tpp, await registrationClaims(bank, tpp, { client_id: randomUUID() })))
    expect([wrong.status, wrong.json.error]).toEqual([400, 'invalid_client_metadata'])

    const deleted = await manage('DELETE', clientId, bearer)
    expect([deleted.status, deleted.text]).toEqual([204, ''])
    expect((await manage('GET', clientId, bearer)).status).toBe(401)
    expect(await clientToken(bank, tpp, clientId)).toBe('undefined')
  })

  test("is closed to other clients' tokens and to none", async () => {
    const [own, other] = [await registered(bank, tpp), await registered(bank, tpp)]
    const bearer = await clientToken(bank, tpp, other)
    expect((await manage('GET', own, bearer)).status).toBe(403)
    for (const wrong of [null, 'garbage']) {
      const answer = await manage('GET', own, wrong)
      expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, expect.stringContaining('Bearer')])
    }
    expect((await manage('GET', randomUUID(), bearer)).status).toBe(401)
    // RFC 7592 §2.1: the token that asked for a client that does not exist is revoked.
    expect((await manage('GET', other, bearer)).status).toBe(401)
  })
})
