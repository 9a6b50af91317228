// What it takes to talk to one bank as one client; put together by the registrations, used by every exchange.

import type { CryptoKey } from 'jose'
import type { BankProfile, TokenEndpointAuthMethod } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'

/** The certificate and key offered in the TLS handshake. */
export interface TransportIdentity {
  obWacCertificateId: string
  /** PEM. */
  certificate: string
  /** PEM, the issuers that are sent along; may be empty. */
  chain: string[]
  /** PEM, PKCS#8. */
  privateKey: string
}

/** Whom we connect to and which roots it may be certified by. */
export interface BankTarget {
  /** Null for an address that belongs to no profile, such as a directory. */
  bankProfileId: string | null
  /** PEM; trusted for this bank only, beside the public roots. */
  caCertificates: string[]
  /** A bank when absent; what is to be done about a failure differs. */
  kind?: 'directory'
}

/** The key that signs what we send; an RSA key signs PS256, an EC key ES256. */
export interface SigningKey {
  keyId: string
  privateKey: CryptoKey
}

export interface BankClientCredentials {
  clientId: string
  authMethod: TokenEndpointAuthMethod
  /** Only for client_secret_basic and client_secret_post. */
  clientSecret: string | null
  /** As registered; only for tls_client_auth. */
  subjectDn?: string | null
}

export interface BankSession {
  bankRegistrationId: string
  profile: BankProfile
  endpoints: BankRegistration['endpoints']
  target: BankTarget
  identity: TransportIdentity
  client: BankClientCredentials
  signing: SigningKey
}

/** Why an exchange happens; kept with it in the request log. */
export interface ExchangeContext {
  /** Such as `token` or `account-access-consents.create`. */
  step: string
  runId?: string | undefined
  bankRegistrationId?: string | undefined
  signal?: AbortSignal | undefined
}
