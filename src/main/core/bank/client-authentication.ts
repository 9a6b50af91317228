// How the client proves who it is at the token endpoint; in every case over mutual TLS (FAPI 1.0 Advanced 5.2.2-14).

import * as oauth from 'oauth4webapi'
import { AppError } from '../../../shared/errors.ts'
import type { BankSession } from './session.ts'
import { subjectDnSuggestion } from './subject-dn.ts'

/** SECRET_MISSING when the method needs a client secret that the session lacks. */
export function clientAuthentication(session: BankSession): oauth.ClientAuth {
  switch (session.client.authMethod) {
    case 'tls_client_auth':
      // RFC 8705 §2.1: the certificate proves it, client_id in the form names it.
      return oauth.TlsClientAuth()
    case 'private_key_jwt':
      return privateKeyJwt(session)
    case 'client_secret_basic':
      return clientSecretBasic(clientSecret(session))
    case 'client_secret_post':
      return oauth.ClientSecretPost(clientSecret(session))
  }
}

/** RFC 7523 §3: iss and sub are the client, aud is the bank, with a fresh jti and a life of one minute. */
function privateKeyJwt({ signing, profile, endpoints }: BankSession): oauth.ClientAuth {
  const audience = profile.tokenEndpointAuthAudience === 'issuer' ? endpoints.issuer : endpoints.tokenEndpoint
  return oauth.PrivateKeyJwt(
    { key: signing.privateKey, kid: signing.keyId },
    {
      [oauth.modifyAssertion](_header, claims) {
        claims.aud = audience
      },
    },
  )
}

/** RFC 6749 §2.3.1. oauth4webapi would also escape hyphens, and banks that do not decode then see another client id. */
function clientSecretBasic(secret: string): oauth.ClientAuth {
  return (_server, client, _form, headers) => {
    const credentials = `${formEncode(client.client_id)}:${formEncode(secret)}`
    headers.set('authorization', `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`)
  }
}

const formEncode = (text: string): string => new URLSearchParams({ text }).toString().slice('text='.length)

function clientSecret({ client, profile }: BankSession): string {
  if (client.clientSecret) return client.clientSecret
  throw new AppError('SECRET_MISSING', `Client secret for ${profile.displayName} is missing; ${client.authMethod} needs it`, {
    remedy: 'Add the registration again with the secret that the bank issued.',
  })
}

const remedies: Record<BankSession['client']['authMethod'], string> = {
  tls_client_auth:
    'Check that the transport certificate has the subject registered as tls_client_auth_subject_dn, and that the bank trusts its issuer.',
  private_key_jwt: 'Check that the signing key is in the JWKS of the software statement under this key id, and that the clock is right.',
  client_secret_basic: 'Check the client id and the client secret.',
  client_secret_post: 'Check the client id and the client secret.',
}

/** Gives a refusal of the client (invalid_client, or a bare 401) the remedy that fits how it authenticates, and a subject to try next. */
export function explainClientRefusal(error: AppError, { client, identity, profile }: BankSession): AppError {
  const { bank } = error.details
  if (bank?.error !== 'invalid_client' && bank?.status !== 401) return error
  error.details.remedy = remedies[client.authMethod]
  if (bank.error === 'invalid_client' && client.authMethod === 'tls_client_auth' && client.subjectDn) {
    const suggestion = subjectDnSuggestion(identity.certificate, profile.registration, client.subjectDn)
    if (suggestion) error.details.suggestion = { ...suggestion, bankProfileId: profile.id }
  }
  return error
}
