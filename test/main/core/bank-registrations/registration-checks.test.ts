import { describe, expect, it } from 'vitest'
import {
  checkGrantTypes,
  checkRedirectUris,
  checkScope,
  checkSeparateScopes,
  checkSubjectDn,
} from '../../../../src/main/core/bank-registrations/registration-checks.ts'
import type { AppError } from '../../../../src/shared/errors.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'

const expectRefusal = (error: AppError, field: string, message: RegExp) => {
  expect(error.code).toBe('INVALID_INPUT')
  expect(error.details.field).toBe(field)
  expect(error.message).toMatch(message)
  expect(error.details.remedy).toBeTruthy()
}

describe('checkRedirectUris', () => {
  const listed = [
    ...['https://tpp.example/cb', 'http://tpp.example/cb', 'https://tpp.example/cb#x', 'myapp://cb'],
    ...['http://127.0.0.1:8080/cb', 'http://[::1]/cb', 'http://127.0.0.1/cb#x', 'https://localhost/cb', 'http://localhost/cb'],
  ]

  it.each([
    ['https', 'web', 'https://tpp.example/cb'],
    ['https', 'native', 'https://tpp.example/cb'],
    ['an IPv4 loopback literal', 'native', 'http://127.0.0.1:8080/cb'],
    ['another port on it (RFC 8252 §7.3)', 'mobile', 'http://127.0.0.1:51004/cb'],
    ['an IPv6 loopback literal', 'native', 'http://[::1]:9/cb'],
  ] as const)('takes %s for %s: %s', (_name, applicationType, redirectUri) => {
    expect(checkRedirectUris([redirectUri], applicationType, listed)).toBeUndefined()
  })

  it.each([
    ['http', 'web', 'http://tpp.example/cb', /is not https/],
    ['localhost', 'web', 'https://localhost/cb', /leads to this computer/],
    ['a subdomain of localhost', 'web', 'https://a.localhost/cb', /leads to this computer/],
    ['a loopback address over https', 'web', 'https://127.0.0.1/cb', /leads to this computer/],
    ['a loopback literal', 'web', 'http://127.0.0.1:8080/cb', /is not https/],
    ['a fragment', 'web', 'https://tpp.example/cb#x', /has a fragment/],
    ['text', 'web', 'nonsense', /is not https/],
    ['text', 'native', 'nonsense', /neither https nor a loopback literal/],
    ['localhost', 'native', 'http://localhost/cb', /neither https nor a loopback literal/],
    ['localhost over https', 'native', 'https://localhost/cb', /is https on this computer/],
    ['a loopback literal over https', 'native', 'https://127.0.0.1:18443/cb', /is https on this computer, which dynamic registration/],
    ['a loopback literal over https', 'mobile', 'https://[::1]/cb', /is https on this computer, which dynamic registration/],
    ['another host over http', 'mobile', 'http://tpp.example/cb', /neither https nor a loopback literal/],
    ['a private scheme', 'native', 'myapp://cb', /neither https nor a loopback literal/],
    ['a fragment', 'native', 'https://tpp.example/cb#x', /has a fragment/],
    ['a fragment on loopback', 'native', 'http://127.0.0.1/cb#x', /neither https nor a loopback literal/],
    ['an address that is not listed', 'web', 'https://tpp.example/cb/', /not in the software statement assertion/],
    ['another path on loopback', 'native', 'http://127.0.0.1:8080/other', /not in the software statement assertion/],
    ['another query', 'web', 'https://tpp.example/cb?x', /not in the software statement assertion/],
  ] as const)('refuses %s for %s: %s', async (_name, applicationType, redirectUri, message) => {
    const asked = ['https://tpp.example/cb', redirectUri]
    expectRefusal(await appErrorOf(() => checkRedirectUris(asked, applicationType, listed)), 'redirectUris', message)
  })

  it.each([undefined, null, 'https://tpp.example/cb', {}])('refuses every address when the assertion lists %j', async (nothing) => {
    expectRefusal(
      await appErrorOf(() => checkRedirectUris(['https://tpp.example/cb'], 'web', nothing)),
      'redirectUris',
      /not in the software/,
    )
  })

  it('refuses no address at all', async () => {
    expectRefusal(await appErrorOf(() => checkRedirectUris([], 'web', listed)), 'redirectUris', /are empty/)
  })
})

describe('checkScope', () => {
  it.each([
    ['openid accounts', ['AISP']],
    ['payments fundsconfirmations', ['PISP', 'CBPII']],
    ['openid constructor', undefined],
  ])('takes %s with the roles %j', (scope, roles) => {
    expect(checkScope(scope, roles)).toBeUndefined()
  })

  it.each([
    [' ', ['AISP'], /empty/],
    [`accounts ${'x'.repeat(248)}`, ['AISP'], /257 characters/],
    ['openid accounts payments', ['AISP'], /payments needs the role PISP/],
    ['accounts', undefined, /accounts needs the role AISP/],
  ])('refuses %s with the roles %j', async (scope, roles, message) => {
    expectRefusal(await appErrorOf(() => checkScope(scope, roles)), 'scope', message)
  })

  it('takes 256 characters', () => {
    expect(checkScope(`accounts ${'x'.repeat(247)}`, ['AISP'])).toBeUndefined()
  })
})

describe('checkGrantTypes', () => {
  const ciba = 'urn:openid:params:grant-type:ciba'

  it('refuses CIBA, whose members no request from here has', async () => {
    const field = 'bankProfile.registration.grantTypes'
    expectRefusal(await appErrorOf(() => checkGrantTypes([ciba], '3.2')), field, /not part of OB DCR 3\.2/)
    for (const version of ['3.3', '3.4'] as const)
      expectRefusal(await appErrorOf(() => checkGrantTypes(['client_credentials', ciba], version)), field, /makes no CIBA requests/)
  })

  it('takes JWT bearer from 3.4 on', async () => {
    const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
    expect(checkGrantTypes(['client_credentials', jwtBearer], '3.4')).toBeUndefined()
    expectRefusal(
      await appErrorOf(() => checkGrantTypes([jwtBearer], '3.3')),
      'bankProfile.registration.grantTypes',
      /not part of OB DCR 3\.3/,
    )
  })

  it('refuses none', async () => {
    expectRefusal(await appErrorOf(() => checkGrantTypes([], '3.3')), 'bankProfile.registration.grantTypes', /empty/)
  })
})

describe('checkSeparateScopes', () => {
  const both = 'openid accounts payments'

  it('takes both where the bank gives both to one client, and either where it does not', () => {
    expect(checkSeparateScopes(both, { separateScopes: false })).toBeUndefined()
    for (const scope of ['openid accounts', 'openid payments']) expect(checkSeparateScopes(scope, { separateScopes: true })).toBeUndefined()
  })

  it('refuses both where the bank has separate clients', async () => {
    expectRefusal(await appErrorOf(() => checkSeparateScopes(both, { separateScopes: true })), 'scope', /separate clients/)
  })
})

describe('checkSubjectDn', () => {
  it.each([1, 128])('takes %s characters', (length) => {
    expect(checkSubjectDn('x'.repeat(length), '3.3')).toBeUndefined()
  })

  it.each(['3.2', '3.3'] as const)('refuses 0 and 129 characters in %s', async (version) => {
    expectRefusal(await appErrorOf(() => checkSubjectDn('', version)), 'tlsClientAuthSubjectDn', /has 0 characters/)
    expectRefusal(await appErrorOf(() => checkSubjectDn('x'.repeat(129), version)), 'tlsClientAuthSubjectDn', /has 129 characters/)
  })

  it.each(['CN=001', 'cn=001,organizationIdentifier=PSDGB-OB-Unknown001,O=A Name (B),C=GB', 'CN=001,2.5.4.97=#130c'])(
    'takes %s in 3.4',
    (subjectDn) => {
      expect(checkSubjectDn(subjectDn, '3.4')).toBeUndefined()
    },
  )

  it.each(['C=GB,CN=001', 'CN = 001,C=GB', 'CN=001, C=GB', 'C=GB\nCN=001', 'CN=001\nC=GB', 'CN=001,', 'CN=001,O=A\\, B'])(
    'refuses %j in 3.4, and takes it in 3.3',
    async (subjectDn) => {
      expectRefusal(await appErrorOf(() => checkSubjectDn(subjectDn, '3.4')), 'tlsClientAuthSubjectDn', /not written as OB DCR 3\.4 has it/)
      expect(checkSubjectDn(subjectDn, '3.3')).toBeUndefined()
    },
  )

  it('refuses 513 characters in 3.4', async () => {
    expect(checkSubjectDn(`CN=${'x'.repeat(509)}`, '3.4')).toBeUndefined()
    expectRefusal(await appErrorOf(() => checkSubjectDn(`CN=${'x'.repeat(510)}`, '3.4')), 'tlsClientAuthSubjectDn', /513 characters/)
  })
})
