import { describe, expect, test } from 'vitest'
import { processDiscoveryResponse } from '../../../../src/main/core/bank/discovery.ts'
import type { BankProfile } from '../../../../src/shared/model/bank-profile.ts'
import { appErrorOf, bankAnswer } from '../../../support/bank-answer.ts'
import { aBankProfile } from '../../../support/bank-session.ts'

const issuer = 'https://bank.example'
const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
}
const read = (published: object, fields: Partial<BankProfile>) => {
  const answer = bankAnswer(200, { ...metadata, ...published })
  return { answer, process: () => processDiscoveryResponse(answer, aBankProfile({ issuer, ...fields })) }
}

describe('what a profile wants is among what the bank publishes', () => {
  test.each<[member: string, offered: string[], wanted: string, fields: Partial<BankProfile>]>([
    ['response_types_supported', ['code'], 'code id_token', {}],
    ['response_modes_supported', ['fragment'], 'query', { responseMode: 'query' }],
    ['token_endpoint_auth_methods_supported', ['private_key_jwt'], 'tls_client_auth', {}],
    ['token_endpoint_auth_signing_alg_values_supported', ['RS256'], 'PS256', { tokenEndpointAuthMethod: 'private_key_jwt' }],
    ['request_object_signing_alg_values_supported', ['RS256', 'none'], 'PS256', {}],
    ['id_token_signing_alg_values_supported', ['RS256'], 'PS256 or ES256', { signingAlgorithms: ['PS256', 'ES256'] }],
  ])('%s is named when it has %j only', async (member, offered, wanted, fields) => {
    const { answer, process } = read({ [member]: offered }, fields)
    expect(await appErrorOf(process)).toMatchObject({
      code: 'BANK_INVALID_RESPONSE',
      message: `The bank publishes in "${member}" ${offered.join(', ')}, and not ${wanted}`,
      details: { remedy: expect.stringContaining('of the bank profile'), requestLogId: answer.requestLogId },
    })
    expect(read({ [member]: [...offered, ...wanted.split(' or ')] }, fields).process()).toMatchObject({ issuer })
    expect(read({}, { ...fields, responseMode: 'fragment' }).process()).toMatchObject({ issuer })
  })

  test('an endpoint for pushed requests', async () => {
    const pushed = { pushedAuthorizationRequest: true }
    expect(await appErrorOf(read({}, pushed).process)).toMatchObject({
      code: 'BANK_INVALID_RESPONSE',
      message: 'The bank publishes in "pushed_authorization_request_endpoint" no address',
    })
    const endpoints = { pushedAuthorizationRequestEndpoint: `${issuer}/par` }
    expect(read({}, { ...pushed, endpoints }).process()).toMatchObject({ pushed_authorization_request_endpoint: `${issuer}/par` })
  })

  test('the order within a response type does not matter', () => {
    expect(read({ response_types_supported: ['id_token code'] }, {}).process()).toMatchObject({ issuer })
  })

  test('algorithms of what is not signed do not matter', () => {
    const published = { request_object_signing_alg_values_supported: ['RS256'], id_token_signing_alg_values_supported: ['RS256'] }
    const { authorisation } = aBankProfile()
    expect(read(published, { authorisation: { ...authorisation, requestObject: 'none', openIdConnect: false } }).process()).toMatchObject({
      issuer,
    })
  })

  test('keys are published, but for a bank without OpenID Connect', async () => {
    const { authorisation } = aBankProfile()
    const without = { jwks_uri: undefined }
    expect(await appErrorOf(read(without, {}).process)).toMatchObject({ message: expect.stringContaining('"jwks_uri"') })
    expect(read(without, { authorisation: { ...authorisation, openIdConnect: false } }).process().jwks_uri).toBeUndefined()
  })
})
