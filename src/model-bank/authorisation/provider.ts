import { createHash, timingSafeEqual, type X509Certificate } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import {
  type AdapterFactory,
  type Configuration,
  errors,
  interactionPolicy,
  type JWK,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import type { BankState, ConsentBook } from '../contracts.ts'
import { signingKey } from '../directory/signing-key.ts'
import type { ClientBook } from '../registration/clients.ts'
import { answerInOneMode, hideOpenId } from './answers.ts'
import { openGrants } from './grants.ts'
import { imitateIdTokens } from './id-tokens.ts'
import { acrCa, acrSca, intentOf, requireIntent } from './intent.ts'
import { additionalScopes, answerToRoot, requireAudience, scopes, takenAs } from './own-ways.ts'
import { errorPage } from './pages.ts'
import { checkRequest, checkRequestObject, type RequestRules, unpackQuery, workWithOpenId } from './request-rules.ts'
import { imitateTokenAnswers } from './token-answers.ts'

export const authMethods = ['tls_client_auth', 'private_key_jwt', 'client_secret_basic', 'client_secret_post'] as const

const minutes = (count: number) => count * 60
const days = (count: number) => count * 24 * 60 * 60

const serverError = 'The model bank could not answer this request'

export interface ProviderDeps {
  issuer: string
  behaviour: BankBehaviour
  state: BankState
  adapter: AdapterFactory
  clients: ClientBook
  consents: ConsentBook
  cookieKey: string
  now: () => Date
}

/** The client certificate of a call, or null; null also at the door without TLS. */
export function peerCertificate(request: IncomingMessage): X509Certificate | null {
  return request.socket instanceof TLSSocket ? (request.socket.getPeerX509Certificate() ?? null) : null
}

/** The authorisation server: oidc-provider in its FAPI 1.0 Advanced profile, with the UK's claims and the bank's certificate rules. */
export async function createProvider(deps: ProviderDeps): Promise<Provider> {
  const { behaviour, state } = deps
  const keys = (await Promise.all(behaviour.signingAlgorithms.map((alg) => signingKey(state, 'bank', alg)))).map(
    ({ privateJwk: key }) => key,
  )
  const adapter = takenAs(behaviour, deps.adapter)
  const provider = new Provider(deps.issuer, { ...configuration({ ...deps, adapter }), jwks: { keys: keys.map(privateJwk) } })
  checkSecretsAgainstHashes(provider, deps.clients)
  await imitateIdTokens(provider, { behaviour, grants: openGrants(state), keys })
  if (behaviour.requestObjectAudience === 'root') answerToRoot(provider)
  provider.use(unpackQuery(behaviour))
  if (behaviour.responseMode !== null) provider.use(answerInOneMode(provider, behaviour.responseMode))
  if (!behaviour.openIdConnect) provider.use(hideOpenId)
  imitateTokenAnswers(provider, behaviour)
  provider.use(async (ctx, next) => {
    await next()
    const { body } = ctx.response
    if (typeof body === 'object' && body !== null && 'error' in body && body.error === 'server_error')
      ctx.body = { error: 'server_error', error_description: serverError }
  })
  return provider
}

/** What is kept of a client secret. It has 192 random bits, so that a plain hash cannot be reversed. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

function configuration({ issuer, behaviour, state, adapter, clients, consents, cookieKey, now }: ProviderDeps): Configuration {
  const { signingAlgorithms } = behaviour
  const [firstAlgorithm = 'PS256'] = signingAlgorithms
  const { origin } = new URL(issuer)
  const registration = behaviour.dcr ? { registration_endpoint: `${origin}/register` } : {}
  // FAPI 1.0 has no `code` that is answered plainly; who asks for it is protected by PKCE.
  const answersPlainCode = !behaviour.openIdConnect || (behaviour.responseType === 'code' && behaviour.responseMode !== 'jwt')
  const certificateOf = (ctx: KoaContextWithOIDC) => peerCertificate(ctx.req)
  return {
    adapter,
    scopes: [...scopes, ...additionalScopes(behaviour)],
    responseTypes: ['code id_token', 'code'],
    clientAuthMethods: behaviour.tokenEndpointAuthMethods ?? [...authMethods],
    acrValues: [acrSca, acrCa],
    claims: { acr: null, auth_time: null, iss: null, openid: ['sub'], openbanking_intent_id: null },
    clientDefaults: {
      id_token_signed_response_alg: firstAlgorithm,
      authorization_signed_response_alg: firstAlgorithm,
      tls_client_certificate_bound_access_tokens: true,
    },
    enabledJWA: {
      idTokenSigningAlgValues: signingAlgorithms,
      requestObjectSigningAlgValues: signingAlgorithms,
      clientAuthSigningAlgValues: signingAlgorithms,
      authorizationSigningAlgValues: signingAlgorithms,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      userinfo: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: { enabled: false },
      clientCredentials: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      jwtResponseModes: { enabled: true },
      requestObjects: { enabled: true, assertJwtClaimsAndHeader: checkRequestObject },
      fapi: {
        enabled: true,
        // First asked for once the parameters are read, before any of them is judged.
        profile: (ctx, client) => {
          if (!behaviour.openIdConnect) workWithOpenId(behaviour, ctx)
          // A client of the portal without a signing key cannot follow FAPI; it gets the code flow with PKCE instead.
          return client?.jwks === undefined || answersPlainCode ? undefined : '1.0 Final'
        },
      },
      claimsParameter: {
        enabled: true,
        assertClaimsParameter: (_ctx, claims, client) => void requireIntent(consents, claims, client.clientId),
      },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        tlsClientAuth: true,
        // Every client here needs one, so that its absence is refused in our own words.
        getCertificate: (ctx) => certificateOf(ctx) ?? void requireRelation(clients, ctx.oidc.client?.clientId, null),
        certificateAuthorized: (ctx) => requireRelation(clients, ctx.oidc.client?.clientId, certificateOf(ctx)),
        // The relation, judged just before, compares the subject.
        certificateSubjectMatches: () => true,
      },
    },
    assertJwtClientAuthClaimsAndHeader: (ctx, claims, _header, client) => {
      requireAudience(claims.aud, behaviour.clientAssertionAudience, { issuer, tokenEndpoint: `${origin}/token` })
      requireRelation(clients, client.clientId, certificateOf(ctx))
    },
    pkce: {
      required: (ctx, client) =>
        client.jwks === undefined ||
        ctx.oidc.route === 'pushed_authorization_request' ||
        (answersPlainCode && ctx.oidc.params?.response_type === 'code'),
    },
    // The account is the consent: `sub` is the ConsentId, as the model banks of the UK do (uk-protocol §10.5).
    findAccount: (_ctx, sub) => consents.find(sub) && { accountId: sub, claims: async () => ({ sub, openbanking_intent_id: sub }) },
    loadExistingGrant: async (ctx) => {
      const grantId = ctx.oidc.result?.consent?.grantId
      return grantId === undefined ? undefined : ctx.oidc.provider.Grant.find(grantId)
    },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    // Grants and refresh tokens end with the consent, so that no `refresh_token_expires_at` is due (uk-protocol §5.5).
    ttl: {
      AccessToken: () => minutes(10),
      ClientCredentials: () => minutes(10),
      AuthorizationCode: () => 60,
      IdToken: () => minutes(10),
      Interaction: () => minutes(15),
      Session: () => minutes(15),
      Grant: () => days(3650),
      RefreshToken: () => days(3650),
    },
    interactions: {
      policy: policy({ behaviour, consents, grants: openGrants(state), now }),
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
    },
    cookies: { keys: [cookieKey] },
    clientBasedCORS: () => false,
    discovery: {
      ...registration,
      mtls_endpoint_aliases: {
        token_endpoint: `${origin}/token`,
        pushed_authorization_request_endpoint: `${origin}/request`,
        ...registration,
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = errorPage(
        'This request cannot go on',
        out.error === 'server_error' ? serverError : (out.error_description ?? out.error),
        out.error,
      )
    },
  }
}

/** The usual prompts, behind one more condition: the request names a consent. */
function policy(rules: RequestRules) {
  const prompts = interactionPolicy.base()
  prompts.get('login')?.checks.add(
    new interactionPolicy.Check('openbanking_intent_id', 'the consent to authorise', 'invalid_request', (ctx) => {
      checkRequest(rules, ctx)
      // SECURITY: a page approved for one consent must not carry a code for another.
      const approved = ctx.oidc.result?.login?.accountId
      if (approved !== undefined && approved !== intentOf(ctx.oidc.params?.claims))
        throw new errors.AccessDenied('another consent was approved')
      return interactionPolicy.Check.NO_NEED_TO_PROMPT
    }),
  )
  return prompts
}

function requireRelation(clients: ClientBook, clientId: string | undefined, certificate: X509Certificate | null): true {
  const relation = clients.relation(clientId ?? '', certificate)
  if (relation.ok) return true
  const error = new errors.InvalidClient(relation.reason)
  error.status = error.statusCode = 401
  throw error
}

// oidc-provider compares secrets as it stores them; this bank stores hashes and asks for the certificate first.
function checkSecretsAgainstHashes(provider: Provider, clients: ClientBook): void {
  provider.Client.prototype.compareClientSecret = function compare(actual: string): boolean {
    const ctx = Provider.ctx
    requireRelation(clients, this.clientId, ctx === undefined ? null : peerCertificate(ctx.req))
    const expected = Buffer.from(this.clientSecret ?? '')
    const given = Buffer.from(hashSecret(actual))
    return expected.length === given.length && timingSafeEqual(expected, given)
  }
}

function privateJwk(jwk: Record<string, unknown>): JWK {
  return Object.fromEntries(Object.entries(jwk).filter(([, value]) => typeof value === 'string'))
}
