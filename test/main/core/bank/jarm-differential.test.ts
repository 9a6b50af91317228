// Holds the JARM check list against oauth4webapi's processing, case by case.

import type { JWK } from 'jose'
import * as oauth from 'oauth4webapi'
import { beforeAll, expect, it } from 'vitest'
import { allHold } from '../../../../src/main/core/bank/claim-checks.ts'
import { checkJarm } from '../../../../src/main/core/bank/jarm-checks.ts'
import { checkResponseParameters } from '../../../../src/main/core/bank/response-checks.ts'
import { type BankSigningKey, bankSigningKey, jws, resolverOf, withBrokenSignature, withOtherClaims } from '../../../support/id-tokens.ts'

const issuer = 'https://bank.example'
const clientId = 'client-1'
const state = 'state-1'
const seconds = () => Math.floor(Date.now() / 1000)

interface Answer {
  claims: Record<string, unknown>
  header: { alg: string } & Record<string, unknown>
  signer: BankSigningKey
  published: JWK[]
  tamper: (token: string) => string
}

let key: BankSigningKey
let stranger: BankSigningKey
beforeAll(() => {
  key = bankSigningKey('key-1')
  stranger = bankSigningKey('key-1')
})

const set = (claims: Record<string, unknown>) => (answer: Answer) => Object.assign(answer.claims, claims)
const without = (claim: string) => (answer: Answer) => delete answer.claims[claim]
const header = (fields: Record<string, unknown>) => (answer: Answer) => Object.assign(answer.header, fields)

const cases: [name: string, change: (answer: Answer) => void, fails: string | null][] = [
  ['happy path', () => undefined, null],
  ['aud as a list', set({ aud: ['other', clientId] }), null],
  ['JARM without iss', without('iss'), 'iss'],
  ['JARM with a bad iss', set({ iss: 'https://evil.example' }), 'iss'],
  ['JARM without aud', without('aud'), 'aud'],
  ['JARM for another client', set({ aud: 'client-2' }), 'aud'],
  ['JARM without exp', without('exp'), 'exp'],
  ['JARM that expired', (answer) => set({ exp: seconds() - 600 })(answer), 'exp'],
  ['exp as text', set({ exp: 'tomorrow' }), 'exp'],
  ['nbf in the future', (answer) => set({ nbf: seconds() + 600 })(answer), 'nbf'],
  ['null alg', header({ alg: 'none' }), 'alg'],
  ['alternate alg (RS256)', header({ alg: 'RS256' }), 'alg'],
  ['wrong kid', header({ kid: 'key-2' }), 'kid'],
  ['invalid signature', (answer) => Object.assign(answer, { tamper: withBrokenSignature }), 'signature'],
  ['another signer', (answer) => Object.assign(answer, { signer: stranger }), 'signature'],
  [
    'code changed under the signature',
    (answer) => Object.assign(answer, { tamper: (token: string) => withOtherClaims(token, { ...answer.claims, code: 'code-2' }) }),
    'signature',
  ],
  ['no JWT at all', (answer) => Object.assign(answer, { tamper: () => 'nonsense' }), 'signature'],
  ['state of another authorisation', set({ state: 'state-2' }), 'state'],
  ['no state', without('state'), 'state'],
]

it.each(cases)('%s', async (_, change, fails) => {
  const answer: Answer = {
    claims: { iss: issuer, aud: clientId, exp: seconds() + 600, code: 'code-1', state },
    header: { alg: 'PS256', kid: 'key-1' },
    signer: key,
    published: [key.jwk],
    tamper: (token) => token,
  }
  change(answer)
  const token = answer.tamper(await jws(answer.claims, answer.header, answer.signer))

  const keys = resolverOf(answer.published)
  const { ok, verdicts, parameters } = await checkJarm({ token, issuer, clientId, algorithms: ['PS256'], keys, now: new Date() })
  const contents = checkResponseParameters(parameters, { state, issuer, responseType: 'code' })
  expect(ok && allHold(contents)).toBe(fails === null)
  if (fails) expect([...verdicts, ...contents].filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)).toContain(fails)
  expect(parameters).toEqual(ok ? (answer.claims.state ? { code: 'code-1', state: answer.claims.state } : { code: 'code-1' }) : {})

  const processing = oauth.validateJwtAuthResponse(
    { issuer, jwks_uri: `${issuer}/jwks` },
    { client_id: clientId, authorization_signed_response_alg: 'PS256' },
    new URLSearchParams({ response: token }),
    state,
    { [oauth.customFetch]: async () => Response.json({ keys: answer.published }) },
  )
  expect(
    await processing.then(
      () => true,
      () => false,
    ),
  ).toBe(fails === null)
})
