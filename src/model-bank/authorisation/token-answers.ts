// What banks do otherwise at the token endpoint: how they write the type and the scope of a token, and what they want with a code
// or a refresh token.

import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'

export type TokenBehaviour = Pick<BankBehaviour, 'tokenType' | 'tokenScope' | 'scopeInTokenRequests' | 'refreshIdToken'>

/** Of the scopes that this bank knows, one that no client of account information asks for. */
const unasked = 'fundsconfirmations'

/** Makes the provider's token endpoint answer as this bank does. */
export function imitateTokenAnswers(provider: Provider, behaviour: TokenBehaviour): void {
  if (behaviour.scopeInTokenRequests) wantScope(provider)
  provider.use(async (ctx, next) => {
    await next()
    if (isTokens(ctx.body)) ctx.body = written(ctx.body, behaviour, (ctx as KoaContextWithOIDC).oidc.params?.grant_type)
  })
}

interface Tokens {
  access_token: string
  scope?: string
}

const isTokens = (body: unknown): body is Tokens => typeof body === 'object' && body !== null && 'access_token' in body

const written = (tokens: Tokens, { tokenType, tokenScope, refreshIdToken }: TokenBehaviour, grantType: unknown) => {
  const { id_token: idToken, ...answer }: Tokens & { id_token?: string } = tokens
  const withIdToken = idToken !== undefined && (refreshIdToken || grantType !== 'refresh_token')
  return {
    ...answer,
    ...(withIdToken && { id_token: idToken }),
    token_type: tokenType,
    ...(tokenScope === 'extra' && { scope: `${tokens.scope} ${unasked}` }),
    ...(tokenScope === 'empty' && { scope: '' }),
  }
}

/** Judged when the code or the refresh token is looked up, which is before it is used up. */
function wantScope(provider: Provider): void {
  for (const model of [provider.AuthorizationCode, provider.RefreshToken]) {
    const find = model.find.bind(model)
    const judged = async (...given: Parameters<typeof find>) => {
      const body = Provider.ctx?.oidc.body
      if (body && !body.scope) throw new errors.InvalidScope('scope is wanted with this grant', '')
      return find(...given)
    }
    Object.defineProperty(model, 'find', { value: judged })
  }
}
