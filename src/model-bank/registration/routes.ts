import { randomUUID, type X509Certificate } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, type Provider } from 'oidc-provider'
import { peerCertificate } from '../authorisation/provider.ts'
import type { Authenticate } from '../contracts.ts'
import type { BankClient, ClientBook } from './clients.ts'
import { RegistrationError } from './errors.ts'
import { toClient, toProviderMetadata } from './metadata.ts'
import { type AcceptedRequest, acceptRequest, type RequestRules } from './request.ts'

export interface RegistrationDeps {
  rules: RequestRules
  clients: ClientBook
  provider: Provider
  authenticate: Authenticate
  /** Ends one access token, as the standard asks where it was used for a client that is gone. */
  revoke(authorization: string | undefined): Promise<void>
}

/** UK dynamic client registration (OB DCR 3.2 and 3.3) in front of oidc-provider, at /register. */
export async function registerRegistration(app: FastifyInstance, deps: RegistrationDeps): Promise<void> {
  const { clients, rules } = deps
  app.removeAllContentTypeParsers()
  // OB DCR 3.3: application/jose (RFC 7515) or application/jwt (RFC 7519); the bank's choice, and this one takes both.
  app.addContentTypeParser(['application/jose', 'application/jwt'], { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof RegistrationError) return reply.code(400).send({ error: error.code, error_description: error.message })
    throw error
  })

  app.post('/register', async (request, reply) => {
    const certificate = peerCertificate(request.raw)
    if (certificate === null) return noCertificate(reply)
    const accepted = await acceptRequest(rules, String(request.body), certificate)
    return reply.code(201).send(await save(deps, accepted, certificate, randomUUID(), rules.now()))
  })

  app.get<{ Params: { clientId: string } }>('/register/:clientId', async (request, reply) => {
    const client = await ownClient(deps, request, reply)
    return client === null ? reply : client.registration
  })

  app.put<{ Params: { clientId: string } }>('/register/:clientId', async (request, reply) => {
    const client = await ownClient(deps, request, reply)
    if (client === null) return reply
    const certificate = peerCertificate(request.raw)
    if (certificate === null) return noCertificate(reply)
    const accepted = await acceptRequest(rules, String(request.body), certificate)
    const { claims, software } = accepted
    if (claims.client_id !== undefined && claims.client_id !== client.clientId)
      throw new RegistrationError('invalid_client_metadata', 'client_id is not that of the client')
    if (software.softwareId !== client.softwareId || software.organisationId !== client.organisationId) {
      throw new RegistrationError(
        'unapproved_software_statement',
        'The software statement is not the one that the client was registered with',
      )
    }
    return save(deps, accepted, certificate, client.clientId, new Date(client.created))
  })

  app.delete<{ Params: { clientId: string } }>('/register/:clientId', async (request, reply) => {
    const client = await ownClient(deps, request, reply)
    if (client === null) return reply
    await clients.delete(client.clientId)
    return reply.code(204).send()
  })
}

async function save(deps: RegistrationDeps, accepted: AcceptedRequest, certificate: X509Certificate, clientId: string, created: Date) {
  const metadata = toProviderMetadata(accepted, clientId)
  try {
    await deps.provider.Client.validate(metadata)
  } catch (error) {
    if (!(error instanceof errors.InvalidClientMetadata)) throw error
    const code = error.error === 'invalid_redirect_uri' ? 'invalid_redirect_uri' : 'invalid_client_metadata'
    throw new RegistrationError(code, error.error_description ?? 'The client metadata is not accepted')
  }
  const client = toClient(accepted, certificate, clientId, created)
  await deps.clients.put(client, metadata)
  return client.registration
}

/** The client named in the path, if the token is a client-credentials token of this very client; null when answered. */
async function ownClient(
  deps: RegistrationDeps,
  request: FastifyRequest<{ Params: { clientId: string } }>,
  reply: FastifyReply,
): Promise<BankClient | null> {
  const { clientId } = request.params
  const { authorization } = request.headers
  const verdict = await deps.authenticate({ authorization, peerCertificate: peerCertificate(request.raw) })
  if (!verdict.ok) {
    await reply
      .code(verdict.refusal.status)
      .header('www-authenticate', verdict.refusal.wwwAuthenticate ?? 'Bearer')
      .send()
    return null
  }
  const client = deps.clients.get(clientId)
  if (client === undefined || client.origin !== 'dcr') {
    // RFC 7592 §2.1: a client that does not exist is a 401, and the token that asked is revoked.
    await deps.revoke(authorization)
    await reply.code(401).header('www-authenticate', 'Bearer error="invalid_token", error_description="the client does not exist"').send()
    return null
  }
  if (verdict.caller.clientId !== clientId || verdict.caller.consentId !== null) {
    await reply.code(403).send()
    return null
  }
  return client
}

function noCertificate(reply: FastifyReply) {
  return reply.code(401).send({ error: 'invalid_client', error_description: 'No client certificate was presented' })
}
