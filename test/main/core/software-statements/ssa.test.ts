import { generateKeyPairSync } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { checkSsa, readSsa } from '../../../../src/main/core/software-statements/ssa.ts'
import type { Verdict } from '../../../../src/shared/errors.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'

const now = new Date('2026-06-01T12:00:00Z')
const seconds = now.getTime() / 1000
const claims = {
  iat: seconds - 60,
  software_id: 'soft1',
  org_id: 'org1',
  org_status: 'Active',
  software_roles: ['AISP', 'PISP'],
  software_redirect_uris: ['https://tpp.example/cb', 'https://tpp.example/other'],
  software_mode: 'Live',
}
const asked = {
  header: { alg: 'PS256', kid: 'dir' },
  organisationId: 'org1',
  softwareId: 'soft1',
  roles: ['AISP' as const],
  redirectUris: ['https://tpp.example/cb'],
  signingKeyId: 'kid-1',
  jwks: { keys: [{ kty: 'RSA', kid: 'kid-1' }] },
  now,
}
const judge = (changed: object, more: object = {}) => checkSsa({ ...asked, claims: { ...claims, ...changed }, ...more })
const find = (verdicts: Verdict[], claim: string) => verdicts.find((verdict) => verdict.claim === claim)

describe('readSsa', () => {
  it('decodes header and claims', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwt = await new SignJWT(claims).setProtectedHeader({ alg: 'PS256', kid: 'dir' }).sign(privateKey)
    expect(readSsa(`${jwt}\n`)).toEqual({ header: { alg: 'PS256', kid: 'dir' }, claims })
  })

  it.each(['', 'x', 'a.b.c', '{}', 'eyJhbGciOiJQUzI1NiJ9.W10.x'])('refuses %j', async (jwt) => {
    const error = await appErrorOf(() => readSsa(jwt))
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.details.field).toBe('ssa')
  })
})

describe('checkSsa', () => {
  it('passes an assertion that fits', () => {
    const verdicts = judge({})
    expect(Object.fromEntries(verdicts.map(({ claim, verdict }) => [claim, verdict]))).toEqual({
      ...{
        alg: 'pass',
        iat: 'pass',
        exp: 'notApplicable',
        software_id: 'pass',
        org_id: 'pass',
        org_status: 'pass',
        software_roles: 'pass',
      },
      ...{ software_redirect_uris: 'pass', software_mode: 'pass', software_jwks_endpoint: 'pass' },
    })
    expect(verdicts.every(({ clause }) => clause.length > 0)).toBe(true)
  })

  const cases: [string, object, Verdict['verdict'], string | null][] = [
    ['iat', { iat: seconds - 1800 }, 'pass', '2026-06-01T11:30:00.000Z'],
    ['iat', { iat: seconds - 1801 }, 'warning', '2026-06-01T11:29:59.000Z'],
    ['iat', { iat: seconds + 60 }, 'pass', '2026-06-01T12:01:00.000Z'],
    ['iat', { iat: seconds + 61 }, 'fail', '2026-06-01T12:01:01.000Z'],
    ['iat', { iat: 1e300 }, 'fail', '1e+300'],
    ['iat', { iat: undefined }, 'fail', null],
    ['exp', { exp: seconds + 1 }, 'pass', '2026-06-01T12:00:01.000Z'],
    ['exp', { exp: seconds }, 'fail', '2026-06-01T12:00:00.000Z'],
    ['exp', { exp: 'never' }, 'fail', 'never'],
    ['software_id', { software_id: 'soft2' }, 'fail', 'soft2'],
    ['software_id', { software_id: undefined }, 'fail', null],
    ['org_id', { org_id: 'org2' }, 'fail', 'org2'],
    ['org_status', { org_status: 'active' }, 'pass', 'active'],
    ['org_status', { org_status: 'Revoked' }, 'fail', 'Revoked'],
    ['org_status', { org_status: undefined }, 'fail', null],
    ['software_roles', { software_roles: ['PISP'] }, 'fail', 'PISP'],
    ['software_roles', { software_roles: undefined }, 'fail', null],
    ['software_redirect_uris', { software_redirect_uris: ['https://tpp.example/cb/'] }, 'fail', 'https://tpp.example/cb/'],
    ['software_mode', { software_mode: 'TEST' }, 'pass', 'TEST'],
    ['software_mode', { software_mode: 'odd' }, 'warning', 'odd'],
    ['software_mode', { software_mode: undefined }, 'notApplicable', null],
  ]
  it.each(cases)('judges %s in %j: %s', (claim, changed, verdict, actual) => {
    expect(find(judge(changed), claim)).toMatchObject({ verdict, actual })
  })

  it.each([
    ['PS256', 'pass'],
    ['ES256', 'pass'],
    ['RS256', 'fail'],
    ['none', 'fail'],
  ])('judges the algorithm %s: %s', (alg, verdict) => {
    expect(find(judge({}, { header: { alg } }), 'alg')).toMatchObject({ verdict, actual: alg })
  })

  it.each([
    [null, 'notApplicable', null],
    [{ keys: [{ kid: 'a' }, { kid: 'b' }] }, 'fail', 'kids a b'],
    [{ keys: [] }, 'fail', 'no keys'],
    [{ keys: 'odd' }, 'fail', 'no keys'],
    ['odd', 'fail', 'no keys'],
  ])('judges the JWKS %j: %s', (jwks, verdict, actual) => {
    expect(find(judge({}, { jwks }), 'software_jwks_endpoint')).toMatchObject({ verdict, actual })
  })

  it.each(['rsa', 'ec'] as const)('compares %s keys by thumbprint where it is known (RFC 7638)', async (type) => {
    const make = () =>
      (type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' })).publicKey
    const [mine, other] = [await exportJWK(make()), await exportJWK(make())]
    const signingJwkThumbprint = await calculateJwkThumbprint(mine)
    const verdictOn = (jwk: object) =>
      find(judge({}, { signingJwkThumbprint, jwks: { keys: [{ ...jwk, kid: 'kid-1', use: 'sig' }] } }), 'software_jwks_endpoint')
    expect(verdictOn(mine)?.verdict).toBe('pass')
    expect(verdictOn(other)).toMatchObject({ verdict: 'fail', actual: 'another key with kid kid-1' })
  })
})
