// Message signatures that were made once, with a key that nobody has any more, and verified then by openssl: what they say may never change.

import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { checkDetached, type DetachedForm } from '../../../../src/main/core/bank/detached-jws.ts'
import { selectKey } from '../../../../src/main/core/bank/jwks.ts'
import { openssl } from '../../../support/openssl.ts'

interface Vectors {
  jwk: JWK
  bodyBase64: string
  /** Values of x-jws-signature. */
  signatures: Record<DetachedForm, string>
}

const { jwk, bodyBase64, signatures }: Vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'detached-jws-vectors.json'), 'utf8'))
const body = Buffer.from(bodyBase64, 'base64')
const changed = body.map((byte, at) => (at === 100 ? byte ^ 1 : byte))
const [iat, iss, tan] = ['http://openbanking.org.uk/iat', 'http://openbanking.org.uk/iss', 'http://openbanking.org.uk/tan'] as const

const crit: Record<DetachedForm, string[]> = { unencoded: ['b64', iat, iss, tan], encoded: [iat, iss, tan] }

const check = (form: DetachedForm, signature: string, bytes: Uint8Array = body) =>
  checkDetached({
    ...{ form, signature, body: bytes, keys: async (hint) => selectKey([jwk], hint) },
    ...{ issuer: '0015800001041RHAAY/4JrLIOd8rfsQ', trustAnchors: ['openbanking.org.uk'], now: new Date('2026-06-01T12:00:01Z') },
  })

describe.each<DetachedForm>(['unencoded', 'encoded'])('the vector of the form %s', (form) => {
  const signature = signatures[form]

  it('says what it has to', () => {
    const header = JSON.parse(Buffer.from(signature.split('.')[0] ?? '', 'base64url').toString())
    expect(header).toEqual({
      ...{ alg: 'PS256', kid: 'vector-key-1', typ: 'JOSE', cty: 'application/json' },
      ...(form === 'unencoded' && { b64: false }),
      ...{ [iat]: 1_780_315_200, [iss]: '0015800001041RHAAY/4JrLIOd8rfsQ', [tan]: 'openbanking.org.uk' },
      crit: crit[form],
    })
  })

  it('holds, claim by claim', async () => {
    const verdicts = (await check(form, signature)).map(({ claim, verdict }) => [claim, verdict])
    expect(verdicts).toEqual(
      ['alg', 'typ', 'cty', 'b64', iat, iss, tan, 'crit', 'header', 'kid', 'signature'].map((claim) => [claim, 'pass']),
    )
  })

  it('does not hold over one changed byte, and nothing else is wrong then', async () => {
    const failed = (await check(form, signature, changed)).filter(({ verdict }) => verdict === 'fail')
    expect(failed).toMatchObject([{ claim: 'signature', actual: 'does not verify', clause: 'RFC 7515 5.2' }])
  })

  it('does not hold as the other form', async () => {
    const checks = await check(form === 'encoded' ? 'unencoded' : 'encoded', signature)
    expect(checks.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)).toEqual(['b64', 'crit', 'signature'])
  })

  it('holds for openssl too', () => {
    const [header = '', , value = ''] = signature.split('.')
    const payload = form === 'unencoded' ? body : Buffer.from(body.toString('base64url'))
    const key = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    const files = {
      ...{ 'key.pem': key.toString(), signature: Buffer.from(value, 'base64url') },
      input: Buffer.concat([Buffer.from(`${header}.`), payload]),
    }
    const options = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32', '-sigopt', 'rsa_mgf1_md:sha256']
    const said = openssl(['dgst', '-sha256', '-verify', 'key.pem', ...options, '-signature', 'signature', 'input'], files)
    expect(said.toString()).toContain('Verified OK')
  })
})
