import type { Provider } from 'oidc-provider'
import type { BankBehaviour } from '../shared/model/bank-behaviour.ts'
import type { ModelBankAddresses, ModelBankStatus } from '../shared/model/model-bank.ts'
import { createConsents } from './account-information/consents.ts'
import { createAdapterFactory, forgetClient } from './authorisation/adapter.ts'
import { createAuthenticate } from './authorisation/authenticate.ts'
import { openGrants } from './authorisation/grants.ts'
import { createProvider } from './authorisation/provider.ts'
import type { Authenticate, BankState } from './contracts.ts'
import { asAt } from './data/calendar.ts'
import { customers } from './data/customers.ts'
import { type Directory, openDirectory } from './directory/directory.ts'
import { type Enrolments, openEnrolments } from './enrolment/enrolments.ts'
import { type ClientBook, createClients, describeBinding } from './registration/clients.ts'
import { createTrust, type Trust } from './trust.ts'

/** The parts of a running bank, joined but not yet reachable. */
export interface Parts {
  state: BankState
  behaviour: BankBehaviour
  directory: Directory
  enrolments: Enrolments
  trust: Trust
  clients: ClientBook
  consents: ReturnType<typeof createConsents>
  provider: Provider
  authenticate: Authenticate
}

interface Foundations {
  state: BankState
  behaviour: BankBehaviour
  addresses: ModelBankAddresses
  cookieKey: string
  now: () => Date
}

/** Joins the parts of the bank over one state. */
export async function assemble({ state, behaviour, addresses, cookieKey, now }: Foundations): Promise<Parts> {
  const directory = await openDirectory(state, addresses.directory, now)
  const enrolments = openEnrolments({ state, behaviour, clients: () => clients, now })
  const trust = createTrust({ authorities: directory.authorities, isApproved: enrolments.isApproved, now })
  const adapter = createAdapterFactory(state)
  const store = adapter('Client')
  const clients: ClientBook = createClients(state, trust, {
    async find(clientId) {
      const metadata = await store.find(clientId)
      return metadata ? { ...metadata, client_id: clientId } : undefined
    },
    upsert: async (clientId, metadata) => void (await store.upsert(clientId, metadata)),
    async destroy(clientId) {
      await store.destroy(clientId)
      forgetClient(state, clientId)
    },
  })
  const consents = createConsents(state, now)
  const provider = await createProvider({ issuer: addresses.issuer, behaviour, state, adapter, clients, consents, cookieKey, now })
  const authenticate = createAuthenticate({ provider, state, clients, grants: openGrants(state) })
  return { state, behaviour, directory, enrolments, trust, clients, consents, provider, authenticate }
}

export type BankStatus = Pick<ModelBankStatus, 'customers' | 'dataAsAt' | 'clients' | 'enrolments'>

/** What the bank tells of itself to whoever runs it. */
export function statusOf({ clients, enrolments }: Parts): BankStatus {
  return {
    customers: customers.all().map(({ accounts, ...customer }) => ({ ...customer, accounts: accounts.length })),
    dataAsAt: new Date(asAt).toISOString(),
    clients: clients.all().map(({ clientId, name, origin, authMethod, binding, created }) => ({
      clientId,
      name,
      origin,
      tokenEndpointAuthMethod: authMethod,
      boundTo: describeBinding(binding),
      created,
    })),
    enrolments: enrolments.all().map(({ id, organisation, subject, sha256Fingerprint, state, requested }) => ({
      id,
      organisation,
      subject,
      sha256Fingerprint,
      state,
      requested,
    })),
  }
}
