import type { X509Certificate } from 'node:crypto'
import type { JWK } from 'jose'
import type { ClientMetadata } from 'oidc-provider'
import { sameDistinguishedName } from '../../pki/distinguished-name.ts'
import type { BankState } from '../contracts.ts'
import { readSubject } from '../directory/subject.ts'
import { fingerprintOf, type Judgement, type Trust } from '../trust.ts'

/**
 * What a call's certificate is compared with, by authentication method:
 * - tls_client_auth: the subject (RFC 8705 §2.1.2), so that a renewed certificate passes;
 * - private_key_jwt: the organisation, so that any transport certificate of the organisation passes;
 * - client_secret_*: the organisation too, where the client was registered with an assertion;
 * and for every client of the portal the fingerprint that was approved, so that a renewal needs a new approval.
 */
export interface Binding {
  kind: 'subject' | 'organisation' | 'fingerprint'
  value: string
}

export interface BankClient {
  clientId: string
  name: string
  origin: 'dcr' | 'enrolmentPortal'
  authMethod: string
  binding: Binding
  /** Directory organisation of a client registered with an assertion; null for a client of the portal. */
  organisationId: string | null
  softwareId: string | null
  created: string
  /** What the registration was answered with. */
  registration: Record<string, unknown>
  /** Hash of the token that GET, PUT and DELETE of the client are authorised with, at a bank that gives one (RFC 7592 §3). */
  registrationAccessTokenHash?: string
}

/** The bank's clients, and the relation of each to its certificate. */
export interface ClientBook {
  get(clientId: string): BankClient | undefined
  all(): BankClient[]
  put(client: BankClient, metadata: ClientMetadata): Promise<void>
  delete(clientId: string): Promise<void>
  /** Gives the clients of a software statement the signing keys that the directory has for it now. */
  renewKeys(organisationId: string, softwareId: string, signingKeys: JWK[]): Promise<void>
  /** Whether this certificate may speak for this client. */
  relation(clientId: string, certificate: X509Certificate | null): Judgement
}

/** Where oidc-provider looks a client up. */
export interface ClientStore {
  find(clientId: string): Promise<ClientMetadata | undefined>
  upsert(clientId: string, metadata: ClientMetadata): Promise<void>
  destroy(clientId: string): Promise<void>
}

export function createClients(state: BankState, trust: Trust, store: ClientStore): ClientBook {
  const clients = state.collection<BankClient>('clients')
  return {
    get: (clientId) => clients.get(clientId),
    all: () => clients.all().map((entry) => entry.value),
    async put(client, metadata) {
      await store.upsert(client.clientId, metadata)
      clients.put(client.clientId, client)
    },
    async delete(clientId) {
      clients.delete(clientId)
      await store.destroy(clientId)
    },
    async renewKeys(organisationId, softwareId, signingKeys) {
      for (const { value: client } of clients.all()) {
        if (client.organisationId !== organisationId || client.softwareId !== softwareId) continue
        const metadata = await store.find(client.clientId)
        if (metadata) await store.upsert(client.clientId, { ...metadata, jwks: toProviderJwks(signingKeys) })
      }
    },
    relation(clientId, certificate) {
      const client = clients.get(clientId)
      if (client === undefined) return { ok: false, reason: `client ${clientId} is not known` }
      if (certificate === null) return { ok: false, reason: 'no client certificate was presented' }
      const judgement = trust.judge(certificate, client.organisationId ?? undefined)
      if (!judgement.ok || matches(client.binding, certificate)) return judgement
      return {
        ok: false,
        reason: `the client certificate is not the one that client ${clientId} is bound to (${describeBinding(client.binding)})`,
      }
    },
  }
}

// SECURITY: a certificate that the bank trusts is still refused when it is another client's (stolen client id or token).
function matches(binding: Binding, certificate: X509Certificate): boolean {
  switch (binding.kind) {
    case 'subject':
      return sameDistinguishedName(readSubject(certificate).distinguishedName, binding.value)
    case 'organisation':
      return readSubject(certificate).commonName === binding.value
    case 'fingerprint':
      return fingerprintOf(certificate) === binding.value
  }
}

/** Signing keys as oidc-provider takes them. */
export const toProviderJwks = (signingKeys: JWK[]) => ({ keys: signingKeys.map(toProviderJwk) })

const toProviderJwk = ({ kid, kty, n, e, crv, x, y }: JWK) => ({
  ...{ kid, kty, use: 'sig' },
  ...(kty === 'EC' ? { crv, x, y, alg: 'ES256' } : { n, e, alg: 'PS256' }),
})

export const describeBinding = (binding: Binding): string => `${binding.kind} ${binding.value}`
