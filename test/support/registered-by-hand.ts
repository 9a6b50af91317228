// A client that another program registered with the certificates of the workspace.

import { createPrivateKey, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { ModelBank } from '../../src/model-bank/start.ts'
import type { TestApp } from './app.ts'
import { send } from './bank-http.ts'
import { openssl } from './openssl.ts'
import { loopbackRedirect, organisation, type Tpp } from './tpp.ts'

const passphrase = 'in between only'

/** Its id, and the registration access token that the bank gave. */
export const registeredByHand = async (
  test: TestApp,
  bank: ModelBank,
  { certificates }: Pick<Tpp, 'certificates'>,
  assertion: string,
): Promise<{ clientId: string; token: string }> => {
  const { obWacCertificate, obSealCertificate } = certificates
  const keyOf = async (id: { obWacCertificateId: string } | { obSealCertificateId: string }) => {
    const { encryptedPrivateKey } = await test.call('certificate.export', { ...id, format: 'pkcs8', passphrase })
    return openssl(['pkey', '-in', 'key.pem', '-passin', `pass:${passphrase}`], { 'key.pem': encryptedPrivateKey ?? '' }).toString()
  }
  const identity = { certificate: obWacCertificate.certificate, privateKey: await keyOf({ obWacCertificateId: obWacCertificate.id }) }
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    ...{ iss: organisation.softwareId, aud: bank.addresses.issuer, iat: now, exp: now + 300, jti: randomUUID() },
    redirect_uris: [loopbackRedirect],
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: obWacCertificate.subject,
    grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
    scope: 'openid accounts',
    software_statement: assertion,
    application_type: 'mobile',
    id_token_signed_response_alg: 'PS256',
    request_object_signing_alg: 'PS256',
  }
  const body = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'PS256', kid: obSealCertificate.keyId })
    .sign(createPrivateKey(await keyOf({ obSealCertificateId: obSealCertificate.id })))
  const { status, json, text } = await send(`${bank.addresses.issuer}/register`, {
    method: 'POST',
    ca: bank.addresses.caCertificate,
    identity,
    headers: { 'content-type': 'application/jose' },
    body,
  })
  if (status !== 201) throw new Error(`Registration was answered with ${status}: ${text}`)
  return { clientId: String(json.client_id), token: String(json.registration_access_token) }
}
