// Holds our check list against oauth4webapi's processing, case by case.

import type { JWK } from 'jose'
import * as oauth from 'oauth4webapi'
import { beforeAll, describe, expect, it } from 'vitest'
import { allHold } from '../../../../src/main/core/bank/claim-checks.ts'
import { checkIdToken, type IdTokenInput } from '../../../../src/main/core/bank/id-token-checks.ts'
import type { IdTokenRules } from '../../../../src/main/core/bank/id-token-rules.ts'
import { checkResponseParameters } from '../../../../src/main/core/bank/response-checks.ts'
import {
  type Answer,
  accessToken,
  type Case,
  clientId,
  code,
  commonCases,
  consentId,
  half,
  issuer,
  nonce,
  redirectCases,
  sca,
  seconds,
  state,
  tokenEndpointCases,
} from '../../../support/id-token-cases.ts'
import { type BankSigningKey, bankSigningKey, jws, resolverOf } from '../../../support/id-tokens.ts'

let key: BankSigningKey
let stranger: BankSigningKey
beforeAll(() => {
  key = bankSigningKey('key-1')
  stranger = bankSigningKey('key-1')
})

/** The answer of a bank that does everything right, changed by the case, with its token. */
async function answerOf({ change }: Case) {
  const answer: Answer = {
    claims: {
      iss: issuer,
      aud: clientId,
      sub: 'customer-1',
      exp: seconds() + 600,
      iat: seconds(),
      nonce,
      c_hash: half(code),
      s_hash: half(state),
      at_hash: half(accessToken),
      acr: sca,
      openbanking_intent_id: consentId,
    },
    header: { alg: 'PS256', kid: 'key-1' },
    parameters: { code, state },
    published: [key.jwk],
    signer: key,
    stranger,
    tamper: (token) => token,
    maxAge: undefined,
  }
  change(answer)
  return { ...answer, token: answer.tamper(await jws(answer.claims, answer.header, answer.signer)) }
}

function inputOf(answer: Awaited<ReturnType<typeof answerOf>>, from: IdTokenInput['from']): IdTokenInput {
  const { maxAge, parameters } = answer
  const expected = {
    nonce,
    consentId,
    acrValues: [sca, 'urn:openbanking:psd2:ca'],
    ...(parameters.state !== undefined && { state: parameters.state }),
    ...(parameters.code !== undefined && { code: parameters.code }),
    ...(maxAge !== undefined && { maxAge }),
    ...(from === 'tokenEndpoint' && { accessToken, first: { iss: issuer, sub: 'customer-1' } }),
  }
  const rules: IdTokenRules = {
    issuer,
    algorithms: ['PS256'],
    subject: { authorizationEndpoint: 'endUserId', tokenEndpoint: 'endUserId' },
    tolerances: [],
    onlyWarns: false,
  }
  return { token: answer.token, from, rules, clientId, expected, keys: resolverOf(answer.published), now: new Date() }
}

const server = (): oauth.AuthorizationServer => ({ issuer, jwks_uri: `${issuer}/jwks`, token_endpoint: `${issuer}/token` })
const client: oauth.Client = { client_id: clientId, id_token_signed_response_alg: 'PS256' }
const jwksFrom = (keys: JWK[]) => ({ [oauth.customFetch]: async () => Response.json({ keys }) })
const accepts = (processing: Promise<unknown>) =>
  processing.then(
    () => true,
    () => false,
  )

describe('the ID token of the redirect', () => {
  it.each([...commonCases, ...redirectCases])('$name', async (example) => {
    const answer = await answerOf(example)
    const parameters = Object.fromEntries(
      Object.entries({ ...answer.parameters, id_token: answer.token }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    )
    const { ok, verdicts } = await checkIdToken(inputOf(answer, 'authorizationEndpoint'))
    const response = checkResponseParameters(parameters, { state, issuer, responseType: 'code id_token' })
    const failed = [...response, ...verdicts].filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)
    expect(ok && allHold(response)).toBe(example.fails === null)
    if (example.fails) expect(failed).toContain(example.fails)

    const processing = oauth.validateDetachedSignatureResponse(
      server(),
      client,
      new URLSearchParams(parameters),
      nonce,
      state,
      answer.maxAge,
      jwksFrom(answer.published),
    )
    expect(await accepts(processing)).toBe(example.fails === null || example.oursOnly === true)
  })
})

describe('the ID token of the token endpoint', () => {
  it.each([...commonCases, ...tokenEndpointCases])('$name', async (example) => {
    const answer = await answerOf(example)
    const { ok, verdicts } = await checkIdToken(inputOf(answer, 'tokenEndpoint'))
    expect(ok).toBe(example.fails === null)
    if (example.fails) expect(verdicts.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)).toContain(example.fails)

    const response = Response.json({ access_token: accessToken, token_type: 'Bearer', expires_in: 300, id_token: answer.token })
    const as = server()
    const processing = oauth
      .processAuthorizationCodeResponse(as, client, response, { expectedNonce: nonce, requireIdToken: true })
      .then(() => oauth.validateApplicationLevelSignature(as, response, jwksFrom(answer.published)))
    expect(await accepts(processing)).toBe(example.fails === null || example.oursOnly === true)
  })
})
