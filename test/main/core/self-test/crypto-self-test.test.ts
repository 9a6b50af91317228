import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { cryptoChecks, runCryptoSelfTest } from '../../../../src/main/core/self-test/crypto-self-test.ts'
import { equal } from '../../../../src/main/core/self-test/equal.ts'

const ids = ['mutualTls', 'ps256', 'aes256Gcm', 'scrypt', 'x509Subject']

describe('cryptographic self-test', () => {
  test('everything that banks ask for works in this Node, each named', async () => {
    const results = await runCryptoSelfTest()
    expect(results.map(({ id, passed, reason }) => [id, passed, reason])).toEqual(ids.map((id) => [id, true, null]))
    for (const { title } of results) expect(title).toMatch(/\w+ .*\w/)
  })

  test('a check that fails is named with its reason, and the others are made all the same', async () => {
    const broken = cryptoChecks.map((check) =>
      check.id === 'ps256' ? { ...check, run: () => equal('the signature', createHmac('sha256', 'key').digest('hex').length, 0) } : check,
    )
    const results = await runCryptoSelfTest(broken)
    expect(results.filter(({ passed }) => !passed)).toEqual([
      { id: 'ps256', title: 'Signatures (PS256)', passed: false, reason: 'the signature is 64, not 0' },
    ])
    expect(results.map(({ id }) => id)).toEqual(ids)
  })

  test.each(['mutualTls', 'ps256', 'x509Subject'])('%s cannot pass with a key that is none', async (id) => {
    const check = cryptoChecks.find((one) => one.id === id)
    const none = { privateKey: 'none', publicKey: 'none' }
    await expect(Promise.resolve(check?.run(none))).rejects.toThrow()
  })
})
