// A third-party provider made by hand, so that the tests judge the bank and not the product's own client.
import { createPrivateKey, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { ModelBank } from '../../src/model-bank/start.ts'
import { type CertificateSet, createPsd2Set } from '../../src/pki/certificate.ts'
import { dnRenderings } from '../../src/pki/distinguished-name.ts'
import type { Psd2Role } from '../../src/shared/model/certificate.ts'
import { type Answer, Browser, form, send } from './bank-http.ts'

export const redirectUri = 'http://127.0.0.1/callback'

export interface Tpp {
  organisationId: string
  softwareId: string
  set: CertificateSet
  keyId: string
}

export async function makeTpp(organisationId: string, roles: Psd2Role[] = ['PSP_AI'], ca?: CertificateSet['ca']): Promise<Tpp> {
  const softwareId = `sw${organisationId}`
  const organisation = {
    name: `Firm ${organisationId}`,
    organisationId,
    softwareId,
    authorisationNumber: `PSDGB-FCA-${organisationId}`,
    roles,
  }
  return { organisationId, softwareId, set: await createPsd2Set(organisation, ca ? { ca } : {}), keyId: `key-${organisationId}` }
}

export const subjectOf = (tpp: Tpp): string =>
  dnRenderings(tpp.set.transport.certificate).find((entry) => entry.rendering === 'dottedHex')?.value ?? ''

/** Calls the bank with the TPP's transport certificate. */
export function tppCall(bank: ModelBank, tpp: Tpp | null, path: string, call: Parameters<typeof send>[1] = {}): Promise<Answer> {
  const url = path.startsWith('https:') ? path : `${bank.addresses.issuer}${path}`
  return send(url, { ca: bank.addresses.caCertificate, ...(tpp && { identity: tpp.set.transport }), ...call })
}

export function enrol(bank: ModelBank, tpp: Tpp, change: Record<string, unknown> = {}): Promise<Answer> {
  const body = {
    organisationName: `Firm ${tpp.organisationId}`,
    softwareId: tpp.softwareId,
    clientName: 'Budget & Co',
    redirectUris: [
      redirectUri,
      'https://app.example/callback',
      'https://localhost/callback',
      'http://127.0.0.1/other',
      'http://app.example/',
    ],
    roles: ['AISP'],
    transportCertificate: tpp.set.transport.certificate,
    signingCertificate: tpp.set.signing.certificate,
    signingKeyId: tpp.keyId,
    caCertificates: [tpp.set.ca.certificate],
    ...change,
  }
  return tppCall(bank, null, `/directory/organisation/${tpp.organisationId}/software-statement`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

export async function assertion(bank: ModelBank, tpp: Tpp): Promise<string> {
  const answer = await tppCall(
    bank,
    null,
    `/directory/organisation/${tpp.organisationId}/software-statement/${tpp.softwareId}/software-statement-assertion`,
  )
  return answer.text
}

export function sign(tpp: Tpp, claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'PS256', kid: tpp.keyId, ...header })
    .sign(createPrivateKey(tpp.set.signing.privateKey))
}

export const seconds = (offset = 0): number => Math.floor(Date.now() / 1000) + offset

export async function registrationClaims(
  bank: ModelBank,
  tpp: Tpp,
  change: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  return {
    iss: tpp.softwareId,
    aud: bank.addresses.issuer,
    iat: seconds(),
    exp: seconds(300),
    jti: randomUUID(),
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: subjectOf(tpp),
    grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
    response_types: ['code id_token', 'code'],
    scope: 'openid accounts',
    software_statement: await assertion(bank, tpp),
    application_type: 'mobile',
    id_token_signed_response_alg: 'PS256',
    request_object_signing_alg: 'PS256',
    ...change,
  }
}

export async function register(bank: ModelBank, tpp: Tpp, change: Record<string, unknown> = {}): Promise<Answer> {
  return postRegistration(bank, tpp, await sign(tpp, await registrationClaims(bank, tpp, change)))
}

export function postRegistration(bank: ModelBank, tpp: Tpp | null, jws: string, contentType = 'application/jose'): Promise<Answer> {
  return tppCall(bank, tpp, '/register', { method: 'POST', headers: { 'content-type': contentType }, body: jws })
}

/** Enrols and registers; the client id. */
export async function registered(bank: ModelBank, tpp: Tpp, change: Record<string, unknown> = {}): Promise<string> {
  await enrol(bank, tpp)
  const answer = await register(bank, tpp, change)
  if (answer.status !== 201) throw new Error(`Registration was answered with ${answer.status}: ${answer.text}`)
  return String(answer.json.client_id)
}

export function token(bank: ModelBank, tpp: Tpp | null, fields: Record<string, string>): Promise<Answer> {
  return tppCall(bank, tpp, '/token', { method: 'POST', ...form(fields) })
}

export async function clientToken(bank: ModelBank, tpp: Tpp, clientId: string): Promise<string> {
  const answer = await token(bank, tpp, { grant_type: 'client_credentials', scope: 'accounts', client_id: clientId })
  return String(answer.json.access_token)
}

const permissions = ['ReadAccountsDetail', 'ReadBalances', 'ReadTransactionsDetail', 'ReadTransactionsCredits', 'ReadTransactionsDebits']

export async function createConsent(bank: ModelBank, tpp: Tpp, bearer: string): Promise<string> {
  const answer = await tppCall(bank, tpp, `${bank.addresses.accountInformation['4.0']}/account-access-consents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify({ Data: { Permissions: permissions }, Risk: {} }),
  })
  const { Data } = JSON.parse(answer.text)
  return Data.ConsentId
}

export function requestObject(
  bank: ModelBank,
  tpp: Tpp,
  clientId: string,
  consentId: string,
  change: Record<string, unknown> = {},
): Promise<string> {
  return sign(tpp, {
    iss: clientId,
    aud: bank.addresses.issuer,
    client_id: clientId,
    response_type: 'code id_token',
    redirect_uri: redirectUri,
    scope: 'openid accounts',
    state: 'the-state',
    nonce: 'the-nonce',
    iat: seconds(),
    nbf: seconds(),
    exp: seconds(300),
    jti: randomUUID(),
    claims: {
      id_token: {
        openbanking_intent_id: { value: consentId, essential: true },
        acr: { essential: true, values: ['urn:openbanking:psd2:sca'] },
      },
    },
    ...change,
  })
}

export async function authorisationUrl(
  bank: ModelBank,
  tpp: Tpp,
  clientId: string,
  consentId: string,
  change: Record<string, unknown> = {},
): Promise<string> {
  const request = await requestObject(bank, tpp, clientId, consentId, change)
  const responseType = String(change.response_type ?? 'code id_token')
  return `${bank.addresses.frontChannel}?${new URLSearchParams({ client_id: clientId, response_type: responseType, scope: 'openid accounts', request })}`
}

/** A customer who approves everything; the browser then stands at the redirect address. */
export async function approve(url: string, customer = { username: 'amelia', password: 'daffodil', code: '314159' }): Promise<Browser> {
  const browser = new Browser()
  await browser.open(url)
  await browser.submit({ username: customer.username, password: customer.password, action: 'continue' })
  await browser.submit({ accounts: browser.choices(), action: 'continue' })
  await browser.submit({ code: customer.code, action: 'approve' })
  return browser
}

/** Parameters of a redirect, from its fragment or its query. */
export const redirected = (browser: Browser): URLSearchParams => {
  const { hash, search } = new URL(browser.url)
  return new URLSearchParams(hash === '' ? search : hash.slice(1))
}
