// The token endpoint. Requests are oauth4webapi's; answers are read here, because ID tokens are judged by our own check list.

import * as oauth from 'oauth4webapi'
import { AppError } from '../../../shared/errors.ts'
import { abortable } from '../abortable.ts'
import type { Clock } from '../clock.ts'
import { bankErrorFrom } from './bank-error.ts'
import { bankResponse } from './bank-response.ts'
import type { BankClient, BankResponse, RecordedFetch } from './client.ts'
import { clientAuthentication, explainClientRefusal } from './client-authentication.ts'
import type { BankSession, ExchangeContext } from './session.ts'
import { type PushedRequest, readPushedRequest, readTokens, requireTokens, type TokenResponse } from './token-response.ts'

export type { PushedRequest, TokenResponse } from './token-response.ts'

type Endpoint = 'token_endpoint' | 'pushed_authorization_request_endpoint'
type Send = (server: oauth.AuthorizationServer, client: oauth.Client, auth: oauth.ClientAuth, options: SendOptions) => Promise<Response>
type SendOptions = { [oauth.customFetch]: RecordedFetch['fetch'] }

/** Asks for a token of the client itself (RFC 6749 §4.4). `scope` null: none is asked for, and the bank decides. */
export async function requestClientCredentialsToken(
  bank: BankClient,
  session: BankSession,
  scope: string | null,
  context: ExchangeContext,
): Promise<TokenResponse> {
  const response = await exchange(bank, session, context, 'token_endpoint', 'Token request', (server, client, auth, options) =>
    oauth.clientCredentialsGrantRequest(server, client, auth, scope === null ? {} : { scope }, options),
  )
  return requireTokens(judged(bank, session, response, 'Token request', scope), 'Token request')
}

/**
 * Exchanges an authorisation code for tokens (RFC 6749 §4.1.3).
 * The redirect that brought the code has been judged before. `scope`: what was asked for; sent where the profile says so.
 */
export async function redeemCode(
  bank: BankClient,
  session: BankSession,
  { code, redirectUri, codeVerifier, scope }: { code: string; redirectUri: string; codeVerifier: string | null; scope: string | null },
  context: ExchangeContext,
): Promise<TokenResponse> {
  const form = { code, redirect_uri: redirectUri, ...(codeVerifier && { code_verifier: codeVerifier }), ...sentScope(session, scope) }
  const response = await exchange(bank, session, context, 'token_endpoint', 'Code exchange', (server, client, auth, options) =>
    oauth.genericTokenEndpointRequest(server, client, auth, 'authorization_code', form, options),
  )
  return requireTokens(judged(bank, session, response, 'Code exchange', scope), 'Code exchange')
}

/**
 * Exchanges a refresh token for new tokens (RFC 6749 §6). `scope`: what was granted before; sent where the profile says so.
 * What is wrong with the answer is in its verdicts: the old refresh token is used up, and throwing would lose the new one with it.
 */
export async function refreshTokens(
  bank: BankClient,
  session: BankSession,
  { refreshToken, scope }: { refreshToken: string; scope: string | null },
  context: ExchangeContext,
): Promise<TokenResponse> {
  const additional = { additionalParameters: new URLSearchParams(sentScope(session, scope)) }
  const response = await exchange(bank, session, context, 'token_endpoint', 'Token refresh', (server, client, auth, options) =>
    oauth.refreshTokenGrantRequest(server, client, auth, refreshToken, { ...options, ...additional }),
  )
  const { authorisation, tokens } = session.profile
  return judged(bank, session, response, 'Token refresh', scope, authorisation.openIdConnect ? tokens.refreshIdToken : undefined)
}

/** Lodges the parameters of an authorisation request with the bank (RFC 9126 §2). */
export async function pushAuthorisationRequest(
  bank: BankClient,
  session: BankSession,
  form: Record<string, string>,
  context: ExchangeContext,
): Promise<PushedRequest> {
  const what = 'Pushed authorisation request'
  const response = await exchange(bank, session, context, 'pushed_authorization_request_endpoint', what, (server, client, auth, options) =>
    oauth.pushedAuthorizationRequest(server, client, auth, form, options),
  )
  return readPushedRequest(response, what)
}

export interface TokenCache {
  /**
   * A token of the client itself: the one kept, while it has more than ten seconds to live, otherwise a new one.
   * Whoever asks while one is under way waits for that; the signal ends only one's own waiting.
   */
  clientCredentials(bank: BankClient, session: BankSession, scope: string | null, context: ExchangeContext): Promise<TokenResponse>
  /** Drops the tokens of a registration, such as after a 401 or when its client was changed. */
  forget(bankRegistrationId: string): void
}

/**
 * Keeps client-credentials tokens in memory, by registration, scope and transport certificate:
 * a token is bound to the certificate that it was issued to (RFC 8705 §3).
 */
export function createTokenCache(clock: Clock): TokenCache {
  const kept = new Map<string, { token: Promise<TokenResponse>; until: number }>()

  const ask = (key: string, token: Promise<TokenResponse>): Promise<TokenResponse> => {
    const asked = clock.now().getTime()
    const entry = { token, until: Number.POSITIVE_INFINITY }
    kept.set(key, entry)
    const drop = () => kept.get(key) === entry && kept.delete(key)
    token.then(({ expiresIn }) => {
      // Counted from the time of asking, so that a slow answer never makes a token seem younger than it is.
      if (expiresIn !== null) entry.until = asked + (expiresIn - 10) * 1000
      else drop()
    }, drop)
    return token
  }

  return {
    async clientCredentials(bank, session, scope, { signal, ...context }) {
      const cancelled = 'Waiting for a token was cancelled'
      if (signal?.aborted) throw new AppError('CANCELLED', cancelled)
      const key = `${session.bankRegistrationId} ${scope} ${session.identity.certificate}`
      const found = kept.get(key)
      const isGood = found !== undefined && clock.now().getTime() < found.until
      // Not bound to the caller's signal: others may wait for the same token.
      const token = isGood ? found.token : ask(key, requestClientCredentialsToken(bank, session, scope, context))
      return abortable(token, signal, cancelled)
    },
    forget(bankRegistrationId) {
      for (const key of kept.keys()) if (key.startsWith(`${bankRegistrationId} `)) kept.delete(key)
    },
  }
}

/** Few banks ask for the scope again. */
const sentScope = ({ profile }: BankSession, scope: string | null): { scope?: string } =>
  profile.tokens.sendsScope && scope ? { scope } : {}

/** Reads a token response, and notes what was judged about it with its exchange. */
function judged(
  bank: BankClient,
  { profile }: BankSession,
  response: BankResponse,
  what: string,
  scope: string | null,
  refreshIdToken?: boolean,
): TokenResponse {
  const tokens = readTokens(response, what, { scope, tolerances: profile.tokens.tolerances, refreshIdToken })
  bank.judged(response.requestLogId, tokens.verdicts)
  return tokens
}

/** One authenticated call; answers of 400 and above become errors. */
async function exchange(
  bank: BankClient,
  session: BankSession,
  context: ExchangeContext,
  endpoint: Endpoint,
  what: string,
  send: Send,
): Promise<BankResponse> {
  const url = endpointAddress(session, endpoint)
  const server: oauth.AuthorizationServer = { issuer: session.endpoints.issuer, [endpoint]: url }
  const client: oauth.Client = { client_id: session.client.clientId }
  const recorded = bank.fetchFor(session.target, session.identity, context)
  const answer = await send(server, client, clientAuthentication(session), { [oauth.customFetch]: recorded.fetch })
  const requestLogId = recorded.lastRequestLogId()
  if (!requestLogId) throw new AppError('INTERNAL', `${what} was not recorded in the request log`)
  const body = Buffer.from(await answer.arrayBuffer())
  const response = bankResponse({ status: answer.status, headers: [...answer.headers], body }, new URL(url), requestLogId)
  if (response.status >= 400) throw explainClientRefusal(bankErrorFrom(response, what), session)
  return response
}

function endpointAddress({ endpoints, profile }: BankSession, endpoint: Endpoint): string {
  const url = endpoint === 'token_endpoint' ? endpoints.tokenEndpoint : endpoints.pushedAuthorizationRequestEndpoint
  if (!url) {
    throw new AppError('CONFLICT', `${profile.displayName} publishes no endpoint for pushed authorisation requests`, {
      remedy: 'Switch pushed authorisation requests off in the bank profile.',
    })
  }
  // SECURITY: over plain http a listener on the way would read client secrets, codes and tokens.
  if (!url.startsWith('https://')) {
    throw new AppError('INVALID_INPUT', `Address ${url} is not https`, {
      field: `endpoints.${endpoint === 'token_endpoint' ? 'tokenEndpoint' : 'pushedAuthorizationRequestEndpoint'}`,
      remedy: 'Set the endpoint in the bank profile to the https address that the bank documents.',
    })
  }
  return url
}
