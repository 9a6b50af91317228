import type { X509Certificate } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import { functionalScopes } from '../../shared/model/bank-profile.ts'
import { sameText } from '../authorisation/forms.ts'
import { hashSecret, peerCertificate } from '../authorisation/provider.ts'
import type { Authenticate } from '../contracts.ts'
import type { BankClient, ClientBook } from './clients.ts'

export interface OwnClientDeps {
  clients: ClientBook
  authenticate: Authenticate
  behaviour: Pick<BankBehaviour, 'dcrManagementScope' | 'dcrManagementToken'>
  /** Ends one access token, as the standard asks where it was used for a client that is gone. */
  revoke(authorization: string | undefined): Promise<void>
}

type ManagementRequest = FastifyRequest<{ Params: { clientId: string } }>

/** The client named in the path, if the token may manage it; null when answered. */
export async function ownClient(deps: OwnClientDeps, request: ManagementRequest, reply: FastifyReply): Promise<BankClient | null> {
  return deps.behaviour.dcrManagementToken === 'registrationAccessToken'
    ? byItsOwnToken(deps, request, reply)
    : byClientToken(deps, request, reply)
}

/** RFC 7592 §2: the token that was given with the registration, and the client's certificate beside it. */
async function byItsOwnToken({ clients }: OwnClientDeps, request: ManagementRequest, reply: FastifyReply): Promise<BankClient | null> {
  const client = clients.get(request.params.clientId)
  const [, token = ''] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  const certificate: X509Certificate | null = peerCertificate(request.raw)
  const known = client?.registrationAccessTokenHash !== undefined && sameText(hashSecret(token), client.registrationAccessTokenHash)
  if (client !== undefined && known && clients.relation(client.clientId, certificate).ok) return client
  return refuse(reply, 401, 'Bearer error="invalid_token", error_description="this is not the registration access token of the client"')
}

/** OB DCR: a client-credentials token of this very client. */
async function byClientToken(deps: OwnClientDeps, request: ManagementRequest, reply: FastifyReply): Promise<BankClient | null> {
  const { clientId } = request.params
  const { authorization } = request.headers
  const { dcrManagementScope: scope } = deps.behaviour
  const verdict = await deps.authenticate({ authorization, peerCertificate: peerCertificate(request.raw) })
  if (!verdict.ok) return refuse(reply, verdict.refusal.status, verdict.refusal.wwwAuthenticate ?? 'Bearer')
  const client = deps.clients.get(clientId)
  if (client === undefined) {
    // RFC 7592 §2.1: a client that does not exist is a 401, and the token that asked is revoked.
    await deps.revoke(authorization)
    return refuse(reply, 401, 'Bearer error="invalid_token", error_description="the client does not exist"')
  }
  const { caller } = verdict
  if (caller.clientId !== clientId || caller.consentId !== null) return refuse(reply, 403)
  if (client.origin !== 'dcr') {
    return refuse(
      reply,
      403,
      'Bearer error="access_denied", error_description="the client was enrolled at the portal and is managed there"',
    )
  }
  if (scope === null) return client
  const wanted = scope === 'functional' ? functionalScopes : [scope]
  if (wanted.some((one) => caller.scopes.includes(one))) return client
  // RFC 6750 §3.1.
  return refuse(reply, 403, `Bearer error="insufficient_scope", scope="${wanted.join(' ')}"`)
}

async function refuse(reply: FastifyReply, status: number, challenge?: string): Promise<null> {
  if (challenge !== undefined) reply.header('www-authenticate', challenge)
  await reply.code(status).send()
  return null
}
