// Keys are made in this run, so no signature is known beforehand (detached-jws-vectors.test.ts has those that are); each is checked by node:crypto, by openssl and by jose,
// over a signing input that is put together here by hand.

import { constants, createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify } from 'node:crypto'
import { flattenedVerify, type JWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type CheckDetachedInput,
  checkDetached,
  type DetachedForm,
  requireDetached,
  signDetached,
} from '../../../../src/main/core/bank/detached-jws.ts'
import { selectKey } from '../../../../src/main/core/bank/jwks.ts'
import { importSigningKey } from '../../../../src/main/core/bank/jws.ts'
import type { SigningKey } from '../../../../src/main/core/bank/session.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { openssl } from '../../../support/openssl.ts'
import { opensslKey } from '../../../support/openssl-identity.ts'

const [iat, iss, tan] = ['http://openbanking.org.uk/iat', 'http://openbanking.org.uk/iss', 'http://openbanking.org.uk/tan']
const now = new Date('2026-06-01T12:00:00.900Z')
const seconds = Date.parse('2026-06-01T12:00:00Z') / 1000
/** Bytes that no JSON library would write again as they are, among them a line feed, a NUL and an invalid UTF-8 sequence. */
const body = Buffer.concat([Buffer.from('{"Data": {"Amount":"1.00","Name":"A & B\'s é"},\r\n "Risk":{}}\n'), Buffer.from([0, 0xff, 0xc3])])
const forms: DetachedForm[] = ['unencoded', 'encoded']

let pem: string
let publicPem: string
let signing: SigningKey
let jwks: JWK[]

beforeAll(async () => {
  pem = opensslKey('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')
  signing = await importSigningKey(pem, 'kid-1')
  const key = createPublicKey(pem)
  publicPem = key.export({ type: 'spki', format: 'pem' }).toString()
  jwks = [{ ...(key.export({ format: 'jwk' }) as JWK), kid: 'kid-1', use: 'sig' }]
})

const facts = { issuer: '0015800001041RHAAY/4JrLIOd8rfsQ', trustAnchor: 'openbanking.org.uk', issued: now }
const signed = (form: DetachedForm, more: { contentType?: string } = {}) => signDetached({ signing, body, form, ...facts, ...more })
const keys: CheckDetachedInput['keys'] = async (hint) => selectKey(jwks, hint)
const expecting = (form: DetachedForm, signature: string | null, changes: Partial<CheckDetachedInput> = {}): CheckDetachedInput => ({
  ...{ signature, body, form, keys, issuer: facts.issuer, trustAnchors: [facts.trustAnchor], now },
  ...changes,
})
const failed = async (input: CheckDetachedInput) =>
  (await checkDetached(input)).filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)

const b64u = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')
const inputOf = (form: DetachedForm, header: string, payload: Buffer = body) =>
  form === 'unencoded' ? Buffer.concat([Buffer.from(`${header}.`), payload]) : Buffer.from(`${header}.${b64u(payload)}`)
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }

const goodHeader = (form: DetachedForm): Record<string, unknown> => ({
  ...{ alg: 'PS256', kid: 'kid-1', typ: 'JOSE', cty: 'application/json' },
  ...(form === 'unencoded' && { b64: false }),
  ...{ [iat]: seconds, [iss]: facts.issuer, [tan]: facts.trustAnchor },
  crit: [...(form === 'unencoded' ? ['b64'] : []), iat, iss, tan],
})

/** A signature that holds, under any header. */
const signedByHand = (form: DetachedForm, header: object, payload = body, saltLength = 32) => {
  const encoded = b64u(JSON.stringify(header))
  const signature = nodeSign('sha256', inputOf(form, encoded, payload), { key: createPrivateKey(pem), ...pss, saltLength })
  return `${encoded}..${b64u(signature)}`
}

describe.each(forms)('signDetached, %s', (form) => {
  it('writes the header of that form and nothing else', async () => {
    const [header = '', payload, signature = '', ...more] = (await signed(form)).split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual(goodHeader(form))
    expect(payload).toBe('')
    expect(more).toEqual([])
    expect(Buffer.from(signature, 'base64url')).toHaveLength(256)
  })

  it('signs the exact bytes: node:crypto, openssl and jose agree', async () => {
    const [header = '', , signature = ''] = (await signed(form)).split('.')
    const bytes = Buffer.from(signature, 'base64url')
    expect(nodeVerify('sha256', inputOf(form, header), { key: publicPem, ...pss }, bytes)).toBe(true)

    const options = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32', '-sigopt', 'rsa_mgf1_md:sha256']
    const files = { 'key.pem': publicPem, signature: bytes, input: inputOf(form, header) }
    const said = openssl(['dgst', '-sha256', '-verify', 'key.pem', ...options, '-signature', 'signature', 'input'], files)
    expect(said.toString()).toContain('Verified OK')

    const payload = form === 'unencoded' ? body : b64u(body)
    const crit = { [iat]: true, [iss]: true, [tan]: true }
    const verified = await flattenedVerify({ protected: header, payload, signature }, createPublicKey(publicPem), { crit })
    expect(Buffer.from(verified.payload)).toEqual(body)
  })

  it('is taken by our own check, with a verdict for each member', async () => {
    const checks = await requireDetached(expecting(form, await signed(form)), 'Answer')
    expect(checks.map(({ claim }) => claim)).toEqual(['alg', 'typ', 'cty', 'b64', iat, iss, tan, 'crit', 'header', 'kid', 'signature'])
    expect(new Set(checks.map(({ verdict }) => verdict))).toEqual(new Set(['pass']))
  })

  it('signs a file under its media type, and an empty body', async () => {
    const contentType = 'text/xml'
    const file = await signed(form, { contentType })
    expect(await failed(expecting(form, file, { contentTypes: [contentType] }))).toEqual([])
    expect(await failed(expecting(form, file))).toEqual(['cty'])
    const empty = await signDetached({ signing, body: Buffer.alloc(0), form, ...facts })
    expect(await failed(expecting(form, empty, { body: Buffer.alloc(0) }))).toEqual([])
    expect(await failed(expecting(form, empty))).toEqual(['signature'])
  })
})

describe('signDetached refuses', () => {
  it('a key that is not for PS256', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const ec = { keyId: 'kid-1', privateKey: pair.privateKey }
    const error = await appErrorOf(() => signDetached({ signing: ec, body, form: 'encoded', ...facts }))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('ECDSA'), details: { field: 'signing' } })
  })

  it.each(['issuer', 'trustAnchor'])('an empty %s', async (field) => {
    const error = await appErrorOf(() => signDetached({ signing, body, form: 'encoded', ...facts, [field]: '' }))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { field } })
  })
})

describe.each(forms)('checkDetached, %s', (form) => {
  it('takes what was signed elsewhere, with typ and cty or without', async () => {
    const { typ, cty, ...short } = goodHeader(form)
    for (const header of [goodHeader(form), short, { ...short, typ }, { ...short, cty }, { ...short, cty: 'json' }])
      expect(await failed(expecting(form, signedByHand(form, header)))).toEqual([])
    const checks = await checkDetached(expecting(form, signedByHand(form, short)))
    expect(checks.filter(({ verdict }) => verdict === 'notApplicable').map(({ claim }) => claim)).toEqual(['typ', 'cty'])
  })

  const otherForm = form === 'encoded' ? 'unencoded' : 'encoded'
  const wrong: [string, (header: Record<string, unknown>) => object, string[]][] = [
    ['iat in the future', (h) => ({ ...h, [iat]: seconds + 62 }), [iat]],
    ['iat as text', (h) => ({ ...h, [iat]: String(seconds) }), [iat]],
    ['no iat', ({ [iat]: _, ...h }) => h, [iat]],
    ['no iss', ({ [iss]: _, ...h }) => h, [iss]],
    ['another iss', (h) => ({ ...h, [iss]: 'someone' }), [iss]],
    ['no tan', ({ [tan]: _, ...h }) => h, [tan]],
    ['a tan that is not trusted', (h) => ({ ...h, [tan]: 'example.org' }), [tan]],
    ['another typ', (h) => ({ ...h, typ: 'JWT' }), ['typ']],
    ['another cty', (h) => ({ ...h, cty: 'text/plain' }), ['cty']],
    ['a member too many', (h) => ({ ...h, jku: 'https://keys.example' }), ['header']],
    ['no crit', ({ crit: _, ...h }) => h, ['crit']],
    ['an entry of crit too few', (h) => ({ ...h, crit: [iat, iss] }), ['crit']],
    ['an entry of crit too many', (h) => ({ ...h, crit: [...(goodHeader(form).crit as string[]), 'exp'] }), ['crit']],
    ['an entry of crit twice', (h) => ({ ...h, crit: [...(goodHeader(form).crit as string[]).slice(1), iss] }), ['crit']],
    ['crit of the other form', (h) => ({ ...h, crit: goodHeader(otherForm).crit }), ['crit']],
    ['b64: true', (h) => ({ ...h, b64: true }), ['b64']],
    ['no kid', ({ kid: _, ...h }) => h, ['kid', 'signature']],
    ['a kid of nobody', (h) => ({ ...h, kid: 'kid-2' }), ['kid', 'signature']],
    ['a kid that is no text', (h) => ({ ...h, kid: 1 }), ['kid', 'signature']],
    ['alg none', (h) => ({ ...h, alg: 'none' }), ['alg', 'kid', 'signature']],
    ['alg RS256', (h) => ({ ...h, alg: 'RS256' }), ['alg', 'kid', 'signature']],
    ['alg ES256', (h) => ({ ...h, alg: 'ES256' }), ['alg', 'kid', 'signature']],
    ['the key in the header', (h) => ({ ...h, kid: 'mine', jwk: jwks[0] }), ['header', 'kid', 'signature']],
  ]
  it.each(wrong)('refuses %s, and names it', async (_name, change, claims) => {
    expect(await failed(expecting(form, signedByHand(form, change(goodHeader(form)))))).toEqual(claims)
  })

  it('refuses the other form, although its signature is good', async () => {
    const other = await signed(otherForm)
    expect(await failed(expecting(otherForm, other))).toEqual([])
    expect(await failed(expecting(form, other))).toEqual(['b64', 'crit', 'signature'])
  })

  it('refuses every changed byte of the body, one more and one fewer', async () => {
    const signature = await signed(form)
    const changed = [...body.keys()].map((at) => body.map((byte, index) => (index === at ? byte ^ 1 : byte)))
    for (const other of [...changed, body.subarray(1), body.subarray(0, -1), Buffer.concat([body, Buffer.from(' ')])])
      expect(await failed(expecting(form, signature, { body: other }))).toEqual(['signature'])
    const again = Buffer.from(JSON.stringify(JSON.parse('{"a": 1}')))
    const spaced = signedByHand(form, goodHeader(form), Buffer.from('{"a": 1}'))
    expect(await failed(expecting(form, spaced, { body: again }))).toEqual(['signature'])
  })

  it('refuses every changed character of the signature value', async () => {
    const signature = await signed(form)
    const next = (character: string) => (character === 'A' ? 'B' : 'A')
    for (const [at, character] of [...signature].entries()) {
      const other = `${signature.slice(0, at)}${character === '.' ? 'A' : next(character)}${signature.slice(at + 1)}`
      expect([at, await failed(expecting(form, other))]).not.toEqual([at, []])
    }
  })

  it('refuses another salt length, and a short key', async () => {
    expect(await failed(expecting(form, signedByHand(form, goodHeader(form), body, 20)))).toEqual(['signature'])
    const short = opensslKey('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024')
    const jwk = { ...(createPublicKey(short).export({ format: 'jwk' }) as JWK), kid: 'kid-1' }
    const header = b64u(JSON.stringify(goodHeader(form)))
    const value = `${header}..${b64u(nodeSign('sha256', inputOf(form, header), { key: short, ...pss }))}`
    expect(await failed(expecting(form, value, { keys: async () => jwk }))).toEqual(['signature'])
  })

  it('refuses an EC key under PS256', async () => {
    const ec = createPublicKey(opensslKey('-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256')).export({ format: 'jwk' }) as JWK
    expect(await failed(expecting(form, await signed(form), { keys: async () => ec }))).toEqual(['signature'])
  })
})

describe('what is no detached JWS', () => {
  const cases: [string, (signature: string) => string | null, string | null][] = [
    ['nothing', () => null, null],
    ['an empty value', () => '', 'not a detached JWS'],
    ['text', () => 'signature', 'not a detached JWS'],
    ['one dot', (value) => value.replace('..', '.'), 'not a detached JWS'],
    ['a payload', (value) => value.replace('..', `.${b64u(body)}.`), 'not a detached JWS'],
    ['a fourth part', (value) => `${value}.AAAA`, 'not a detached JWS'],
    ['padding', (value) => `${value}==`, 'not a detached JWS'],
    ['a space', (value) => ` ${value}`, 'not a detached JWS'],
    ['a header that is a list', () => `${b64u('[]')}..AAAA`, 'not a detached JWS'],
    ['a header that is no JSON', () => `${b64u('alg')}..AAAA`, 'not a detached JWS'],
    ['no signature', (value) => value.slice(0, value.lastIndexOf('.') + 1), 'not a detached JWS'],
  ]
  it.each(cases)('%s', async (_name, change, actual) => {
    const checks = await checkDetached(expecting('encoded', change(await signed('encoded'))))
    expect(checks).toEqual([{ claim: 'signature', expected: 'a detached JWS', actual, clause: 'RFC 7515 F', verdict: 'fail' }])
  })
})

describe('requireDetached', () => {
  it('throws BANK_SIGNATURE_INVALID with the check list and the exchange', async () => {
    const input = expecting('encoded', await signed('encoded'), { body: Buffer.from('{}') })
    const error = await appErrorOf(() => requireDetached(input, 'Answer to the payment', 'log-1'))
    expect(error).toMatchObject({
      code: 'BANK_SIGNATURE_INVALID',
      message: 'Answer to the payment is refused: signature should be verified with the signer’s key, it is does not verify (RFC 7515 5.2)',
      details: { requestLogId: 'log-1', remedy: expect.any(String) },
    })
    expect(error.details.checks).toHaveLength(11)
  })

  it('a missing signature is said to be absent', async () => {
    const error = await appErrorOf(() => requireDetached(expecting('encoded', null), 'Answer'))
    expect(error.message).toBe('Answer is refused: signature should be a detached JWS, it is absent (RFC 7515 F)')
  })
})
