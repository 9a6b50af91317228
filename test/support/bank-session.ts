import type { BankSession, SigningKey } from '../../src/main/core/bank/session.ts'
import { type BankProfile, bankProfile } from '../../src/shared/model/bank-profile.ts'
import type { OpensslIdentity } from './openssl-identity.ts'

/** A bank profile with every default filled in. */
export const aBankProfile = (fields: Partial<BankProfile> = {}): BankProfile =>
  bankProfile.parse({
    id: '0b7c1d4e-52a1-4a7e-9a3e-000000000001',
    created: '2026-01-01T00:00:00Z',
    builtIn: false,
    overrides: null,
    needs: [],
    sources: [],
    name: 'example',
    displayName: 'Example Bank',
    environment: 'sandbox',
    issuer: 'https://bank.example',
    accountInformation: {
      baseUrls: { '3.1': 'https://bank.example/open-banking/v3.1/aisp', '4.0': 'https://bank.example/open-banking/v4.0/aisp' },
      defaultVersion: '4.0',
    },
    registration: { dcr: true },
    ...fields,
  })

/** A session with a bank whose endpoints are under `issuer`. */
export const aBankSession = (bank: {
  issuer: string
  caCertificate: string
  identity: OpensslIdentity
  signing: SigningKey
  client?: Partial<BankSession['client']>
  profile?: Partial<BankProfile>
}): BankSession => ({
  bankRegistrationId: '0b7c1d4e-52a1-4a7e-9a3e-000000000002',
  profile: aBankProfile({ issuer: bank.issuer, ...bank.profile }),
  endpoints: {
    issuer: bank.issuer,
    authorizationEndpoint: `${bank.issuer}/authorize`,
    tokenEndpoint: `${bank.issuer}/token`,
    registrationEndpoint: `${bank.issuer}/register`,
    jwksUri: `${bank.issuer}/jwks`,
    pushedAuthorizationRequestEndpoint: `${bank.issuer}/par`,
  },
  target: { bankProfileId: '0b7c1d4e-52a1-4a7e-9a3e-000000000001', caCertificates: [bank.caCertificate] },
  identity: { obWacCertificateId: '0b7c1d4e-52a1-4a7e-9a3e-000000000003', chain: [], ...bank.identity },
  client: { clientId: 'client-1', authMethod: 'tls_client_auth', clientSecret: null, ...bank.client },
  signing: bank.signing,
})
