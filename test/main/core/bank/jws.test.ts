import { createPublicKey } from 'node:crypto'
import { jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { importSigningKey, signingAlgorithmOf, signJwt } from '../../../../src/main/core/bank/jws.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { opensslKey } from '../../../support/openssl-identity.ts'

describe('signJwt', () => {
  it('signs PS256 with the key id, and the type when given', async () => {
    const pem = opensslKey('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')
    const key = await importSigningKey(pem, 'kid-1')
    const jwt = await signJwt(key, { iss: 'a', iat: 1 }, { typ: 'JWT' })
    const { payload, protectedHeader } = await jwtVerify(jwt, createPublicKey(pem))
    expect(payload).toEqual({ iss: 'a', iat: 1 })
    expect(protectedHeader).toEqual({ alg: 'PS256', kid: 'kid-1', typ: 'JWT' })
    const plain = await jwtVerify(await signJwt(key, {}), createPublicKey(pem))
    expect(plain.protectedHeader).toEqual({ alg: 'PS256', kid: 'kid-1' })
  })

  it('signs ES256 with an EC key', async () => {
    const pem = opensslKey('-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256')
    const key = await importSigningKey(pem, 'kid-1')
    const { protectedHeader } = await jwtVerify(await signJwt(key, {}), createPublicKey(pem))
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'kid-1' })
    expect(signingAlgorithmOf(key)).toBe('ES256')
    expect(key.privateKey.extractable).toBe(false)
  })

  it('signs RS256 for a directory, which no bank is ever sent', async () => {
    const pem = opensslKey('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')
    const key = await importSigningKey(pem, 'kid-1', 'RS256')
    const { protectedHeader } = await jwtVerify(await signJwt(key, {}), createPublicKey(pem))
    expect(protectedHeader.alg).toBe('RS256')
    expect((await appErrorOf(() => signingAlgorithmOf(key))).code).toBe('INTERNAL')
  })

  it('imports a key that cannot be read back', async () => {
    const key = await importSigningKey(opensslKey('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'), 'kid-1')
    expect(key.privateKey.extractable).toBe(false)
    expect(key.privateKey.algorithm.name).toBe('RSA-PSS')
  })
})

describe('importSigningKey refuses', () => {
  const cases: [string, () => string, string][] = [
    ['text that is no key', () => 'no key', 'not an unencrypted PEM'],
    ['a short RSA key', () => opensslKey('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'), 'RSA with 1024 bits'],
    ['an EC key of another curve', () => opensslKey('-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'), 'EC secp384r1'],
    ['an Ed25519 key', () => opensslKey('-algorithm', 'ED25519'), 'of type ed25519'],
    [
      'an encrypted key',
      () => opensslKey('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-aes-256-cbc', '-pass', 'pass:secret'),
      'not an unencrypted PEM',
    ],
  ]
  it.each(cases)('%s', async (_name, pem, words) => {
    const error = await appErrorOf(() => importSigningKey(pem(), 'kid'))
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.details.field).toBe('privateKey')
    expect(error.message).toContain(words)
    expect(error.details.remedy).toBeTruthy()
  })
})
