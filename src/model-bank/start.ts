import { createCertificateAuthority, type Identity, issueServer } from '../pki/certificate.ts'
import { parseSubject } from '../pki/distinguished-name.ts'
import { type BankBehaviour, standardBehaviour } from '../shared/model/bank-behaviour.ts'
import type { ModelBankAddresses } from '../shared/model/model-bank.ts'
import { registerAccountInformation } from './account-information/routes.ts'
import { assemble, type BankStatus, type Parts, statusOf } from './assemble.ts'
import { requireScope, revokeToken } from './authorisation/authenticate.ts'
import { randomToken } from './authorisation/forms.ts'
import { openGrants } from './authorisation/grants.ts'
import { registerInteraction } from './authorisation/interaction.ts'
import { authMethods, peerCertificate } from './authorisation/provider.ts'
import type { BankState } from './contracts.ts'
import { customers } from './data/customers.ts'
import { registerDirectory, registerDirectoryPage } from './directory/routes.ts'
import { createDirectoryTokens } from './directory/tokens.ts'
import { discoveryPaths, imitateDiscovery } from './discovery.ts'
import { registerPortalApi } from './enrolment/api.ts'
import { registerPortal } from './enrolment/routes.ts'
import { registerRegistration } from './registration/routes.ts'
import { createRoutes, type Door, dispatcher, openFrontDoor, openTlsDoor, registerPages, type TlsDoor } from './server.ts'
import { openState } from './state.ts'

export interface ModelBankOptions {
  /** Port of the https door; any free one when absent, the same as before where a state file is kept. */
  port?: number
  /** Port of the http door for browsers. */
  frontPort?: number
  host?: string
  /** Where clients, consents and keys are kept; in memory when null or absent. */
  stateFile?: string | null
  /** How much later than it could the https door takes up a request, in milliseconds. */
  latencyMs?: number
  /** What it does otherwise than the standard. */
  behaviour?: Partial<BankBehaviour>
  /** The time of day of everything but oidc-provider, which reads the system's clock. */
  now?: () => Date
}

export interface ModelBank {
  addresses: ModelBankAddresses
  /** For the operator's page of the enrolment portal; another one in every run. */
  operatorPassword: string
  status(): BankStatus
  /** Approves an enrolment in the operator's stead. Throws NOT_FOUND or CONFLICT. */
  approveEnrolment(id: string): Promise<void>
  /** Throws NOT_FOUND or CONFLICT. */
  refuseEnrolment(id: string): void
  /** Completed TLS handshakes by SHA-256 fingerprint of the client certificate; `none` for those without one. */
  handshakes(): Record<string, number>
  close(): Promise<void>
}

/** What the bank keeps of itself between runs. */
interface Self {
  ca: Identity
  cookieKey: string
  port: number
  frontPort: number
}

/** Starts a bank. Throws CONFLICT when a given port is in use, and what `openState` throws. */
export async function startModelBank(options: ModelBankOptions = {}): Promise<ModelBank> {
  const state = openState(options.stateFile ?? null)
  const opened: Door[] = []
  try {
    return await start(state, options, opened)
  } catch (error) {
    await Promise.all(opened.map((door) => door.close()))
    state.close()
    throw error
  }
}

async function start(state: BankState, options: ModelBankOptions, opened: Door[]): Promise<ModelBank> {
  const { host = '127.0.0.1', now = () => new Date() } = options
  const selves = state.collection<Self>('self')
  const before = selves.get('bank')
  const ca = before?.ca ?? (await createCertificateAuthority({ subject: parseSubject('C=GB,O=Model bank,CN=Model bank CA') }))
  const identity = await issueServer({
    ca,
    dnsNames: ['localhost'],
    ipAddresses: [...new Set(['127.0.0.1', host])],
    commonName: 'Model bank',
  })

  const { port = 0, latencyMs = 0 } = options
  const tls = await openTlsDoor({ host, port, preferredPort: before?.port ?? 0, latencyMs }, { ...identity, ca: ca.certificate })
  opened.push(tls)
  const front = await openFrontDoor({ host, port: options.frontPort ?? 0, preferredPort: before?.frontPort ?? 0 })
  opened.push(front)
  const cookieKey = before?.cookieKey ?? randomToken()
  selves.put('bank', { ca, cookieKey, port: tls.port, frontPort: front.port })

  const behaviour = { ...standardBehaviour, ...options.behaviour }
  const addresses = addressesOf({ host, port: tls.port, frontPort: front.port, caCertificate: ca.certificate, behaviour })
  const parts = await assemble({ state, addresses, cookieKey, now, behaviour })
  const operatorPassword = randomToken()
  await openTo(tls, front, parts, { addresses, operatorPassword, now })

  return {
    addresses,
    operatorPassword,
    status: () => statusOf(parts),
    approveEnrolment: async (id) => void (await parts.enrolments.approve(id)),
    refuseEnrolment: (id) => void parts.enrolments.refuse(id),
    handshakes: tls.handshakes,
    async close() {
      await Promise.all([tls.close(), front.close()])
      state.close()
    },
  }
}

interface Whereabouts {
  host: string
  port: number
  frontPort: number
  caCertificate: string
  behaviour: BankBehaviour
}

function addressesOf({ host, port, frontPort, caCertificate, behaviour }: Whereabouts): ModelBankAddresses {
  const origin = `https://${host}:${port}`
  const frontChannel = `http://${host}:${frontPort}`
  const discoveryPath = discoveryPaths[behaviour.discovery]
  return {
    issuer: behaviour.issuerTrailingSlash ? `${origin}/` : origin,
    discovery: discoveryPath && origin + discoveryPath,
    jwks: `${origin}/jwks`,
    token: `${origin}/token`,
    frontChannel: `${frontChannel}/auth`,
    directory: `${origin}/directory`,
    enrolmentPortal: `${frontChannel}/portal`,
    accountInformation: { '3.1': `${origin}/open-banking/v3.1/aisp`, '4.0': `${origin}/open-banking/v4.0/aisp` },
    caCertificate,
  }
}

interface Facts {
  addresses: ModelBankAddresses
  operatorPassword: string
  now: () => Date
}

async function openTo(tls: TlsDoor, front: Door, parts: Parts, { addresses, operatorPassword, now }: Facts): Promise<void> {
  const { state, directory, enrolments, trust, clients, consents, provider, authenticate } = parts
  const issuer = addresses.issuer
  const interaction = { provider, state, clients, consents, customers, grants: openGrants(state), behaviour: parts.behaviour }
  imitateDiscovery(provider, parts.behaviour)
  const listener = provider.callback()

  const api = await createRoutes('api')
  registerDirectory(api, {
    directory,
    tokens: createDirectoryTokens({ directory, address: addresses.directory, now }),
    enrolled: ({ organisationId, softwareId }) =>
      clients.renewKeys(organisationId, softwareId, directory.signingKeys(organisationId, softwareId)),
  })
  const { behaviour } = parts
  const registrationEndpoint = `${new URL(issuer).origin}/register`
  const seen = state.collection<number>('registrationRequests')
  const rules = { directory, trust, seen, issuer, registrationEndpoint, behaviour, now }
  const revoke = (authorization: string | undefined) => revokeToken(provider, authorization)
  if (behaviour.dcr)
    await api.register((scope) => registerRegistration(scope, { rules, behaviour, clients, provider, authenticate, revoke }))
  await api.register(async (scope) =>
    registerAccountInformation(scope, {
      behaviour: parts.behaviour,
      consents,
      authenticate: requireScope(authenticate, 'accounts'),
      peerCertificate: (request) => peerCertificate(request.raw),
      baseUrl: (version) => addresses.accountInformation[version],
      now,
    }),
  )
  // The authorization endpoint answers here too, for a client that takes discovery at its word.
  registerPages(api)
  registerInteraction(api, interaction)
  await api.ready()
  tls.handle(
    dispatcher({
      app: api,
      provider: listener,
      providerPaths: /^\/(auth|token|jwks|request|session\/end|openid-configuration|\.well-known)(\/|$)/,
      hosts: null,
    }),
  )

  const pages = await createRoutes('pages')
  registerPages(pages)
  registerInteraction(pages, interaction)
  registerPortal(pages, { enrolments, operatorPassword, authMethods: behaviour.tokenEndpointAuthMethods ?? authMethods })
  await pages.register(async (scope) => registerPortalApi(scope, enrolments, operatorPassword))
  registerDirectoryPage(pages, directory, addresses.directory)
  await pages.ready()
  const hosts = [new URL(addresses.frontChannel).host, `127.0.0.1:${front.port}`, `localhost:${front.port}`]
  front.handle(dispatcher({ app: pages, provider: listener, providerPaths: /^\/auth(\/|$)/, hosts }))
}
