import { randomUUID, type X509Certificate } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, type Provider } from 'oidc-provider'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import { randomToken } from '../authorisation/forms.ts'
import { hashSecret, peerCertificate } from '../authorisation/provider.ts'
import { answerOf } from './answer.ts'
import type { BankClient } from './clients.ts'
import { RegistrationError } from './errors.ts'
import { toClient, toProviderMetadata } from './metadata.ts'
import { type OwnClientDeps, ownClient } from './own-client.ts'
import { type AcceptedRequest, acceptRequest, type RequestRules } from './request.ts'

export interface RegistrationDeps extends OwnClientDeps {
  rules: RequestRules
  behaviour: BankBehaviour
  provider: Provider
}

type OfClient = { Params: { clientId: string } }
type Operation = BankBehaviour['dcrOperations'][number]

/** UK dynamic client registration (OB DCR 3.2 to 3.4) in front of oidc-provider, at /register. */
export async function registerRegistration(app: FastifyInstance, deps: RegistrationDeps): Promise<void> {
  const { clients, rules, behaviour } = deps
  app.removeAllContentTypeParsers()
  // OB DCR: application/jose (RFC 7515) or application/jwt (RFC 7519); the bank's choice, and the standard bank takes both.
  const types = behaviour.dcrContentType === null ? ['application/jose', 'application/jwt'] : [behaviour.dcrContentType]
  app.addContentTypeParser(types, { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof RegistrationError) return reply.code(400).send({ error: error.code, error_description: error.message })
    throw error
  })

  app.post('/register', async (request, reply) => {
    const certificate = peerCertificate(request.raw)
    if (certificate === null) return noCertificate(reply)
    const accepted = await acceptRequest(rules, String(request.body), certificate)
    return reply.code(201).send(await create(deps, accepted, certificate))
  })

  /** OB DCR: what a bank does not offer is a 405. */
  const offered = (operation: Operation, handle: (request: FastifyRequest<OfClient>, reply: FastifyReply) => Promise<unknown>) =>
    behaviour.dcrOperations.includes(operation)
      ? handle
      : async (_request: FastifyRequest<OfClient>, reply: FastifyReply) => reply.code(405).send()

  app.get<OfClient>(
    '/register/:clientId',
    offered('read', async (request, reply) => {
      const client = await ownClient(deps, request, reply)
      return client === null ? reply : answerOf(client, behaviour, rules.now())
    }),
  )

  app.put<OfClient>(
    '/register/:clientId',
    offered('update', async (request, reply) => {
      const client = await ownClient(deps, request, reply)
      if (client === null) return reply
      const certificate = peerCertificate(request.raw)
      if (certificate === null) return noCertificate(reply)
      const accepted = await acceptRequest(rules, String(request.body), certificate)
      checkSameClient(client, accepted)
      return update(deps, accepted, certificate, client)
    }),
  )

  app.delete<OfClient>(
    '/register/:clientId',
    offered('delete', async (request, reply) => {
      const client = await ownClient(deps, request, reply)
      if (client === null) return reply
      await clients.delete(client.clientId)
      return reply.code(204).send()
    }),
  )
}

function checkSameClient(client: BankClient, { claims, software }: AcceptedRequest): void {
  if (claims.client_id !== undefined && claims.client_id !== client.clientId)
    throw new RegistrationError('invalid_client_metadata', 'client_id is not that of the client')
  if (software.softwareId === client.softwareId && software.organisationId === client.organisationId) return
  throw new RegistrationError('unapproved_software_statement', 'The software statement is not the one that the client was registered with')
}

const needsSecret = ({ claims }: AcceptedRequest): boolean => claims.token_endpoint_auth_method.startsWith('client_secret_')

async function create(deps: RegistrationDeps, accepted: AcceptedRequest, certificate: X509Certificate) {
  const clientId = randomUUID()
  const secret = needsSecret(accepted) ? randomToken() : null
  const token = deps.behaviour.dcrManagementToken === 'registrationAccessToken' ? randomToken() : null
  const hashes = { secretHash: secret && hashSecret(secret), tokenHash: token && hashSecret(token) }
  const client = await save(deps, accepted, certificate, { clientId, created: deps.rules.now(), ...hashes })
  return {
    ...answerOf(client, deps.behaviour, deps.rules.now()),
    ...(secret !== null && { client_secret: secret, client_secret_expires_at: 0 }),
    // RFC 7592 §3.
    ...(token !== null && { registration_access_token: token, registration_client_uri: `${deps.rules.registrationEndpoint}/${clientId}` }),
  }
}

/** Secrets stay as they are; a client that comes to need one is told it. */
async function update(deps: RegistrationDeps, accepted: AcceptedRequest, certificate: X509Certificate, before: BankClient) {
  const kept = (await deps.provider.Client.find(before.clientId))?.clientSecret ?? null
  const secret = needsSecret(accepted) && kept === null ? randomToken() : null
  const client = await save(deps, accepted, certificate, {
    clientId: before.clientId,
    created: new Date(before.created),
    secretHash: secret === null ? kept : hashSecret(secret),
    tokenHash: before.registrationAccessTokenHash ?? null,
  })
  return {
    ...answerOf(client, deps.behaviour, deps.rules.now()),
    ...(secret !== null && { client_secret: secret, client_secret_expires_at: 0 }),
  }
}

async function save(
  { provider, clients, behaviour }: RegistrationDeps,
  accepted: AcceptedRequest,
  certificate: X509Certificate,
  { secretHash, ...facts }: { clientId: string; created: Date; secretHash: string | null; tokenHash: string | null },
): Promise<BankClient> {
  const { dcrRefreshGrant } = behaviour
  const metadata = toProviderMetadata(accepted, {
    clientId: facts.clientId,
    secretHash: needsSecret(accepted) ? secretHash : null,
    dcrRefreshGrant,
  })
  try {
    await provider.Client.validate(metadata)
  } catch (error) {
    if (!(error instanceof errors.InvalidClientMetadata)) throw error
    const code = error.error === 'invalid_redirect_uri' ? 'invalid_redirect_uri' : 'invalid_client_metadata'
    throw new RegistrationError(code, error.error_description ?? 'The client metadata is not accepted')
  }
  const client = toClient(accepted, certificate, facts)
  await clients.put(client, metadata)
  return client
}

function noCertificate(reply: FastifyReply) {
  return reply.code(401).send({ error: 'invalid_client', error_description: 'No client certificate was presented' })
}
