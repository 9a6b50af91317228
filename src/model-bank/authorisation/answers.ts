// How this bank answers, where it does so otherwise than oidc-provider would.

import { decodeJwt } from 'jose'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'

type Next = () => Promise<unknown>

const answerNames = ['code', 'id_token', 'state', 'iss', 'error', 'error_description']

/** Rewrites the last redirect, so that every answer comes in the bank's one response mode; oidc-provider has no hybrid answer in the query. */
export function answerInOneMode(provider: Provider, mode: NonNullable<BankBehaviour['responseMode']>) {
  const answered = new WeakSet<object>()
  provider.on('authorization.success', (ctx) => void answered.add(ctx))
  provider.on('authorization.error', (ctx) => void answered.add(ctx))

  return async (ctx: KoaContextWithOIDC, next: Next): Promise<void> => {
    await next()
    const location = ctx.response.get('location')
    if (!answered.has(ctx) || location === '') return
    const { redirect, parameters } = await takeApart(location)
    const answer = mode === 'jwt' ? { response: await signed(provider, ctx, parameters) } : parameters
    // JARM 2.3.4: in the query for `code`, in the fragment where an ID token is asked for.
    const inFragment = mode === 'fragment' || (mode === 'jwt' && String(ctx.oidc.params?.response_type).includes('id_token'))
    if (inFragment) redirect.hash = new URLSearchParams(answer).toString()
    else for (const [name, value] of Object.entries(answer)) redirect.searchParams.set(name, value)
    ctx.response.set('location', redirect.href)
  }
}

/** The redirect address without the answer, and the answer, however it was packed. */
async function takeApart(location: string): Promise<{ redirect: URL; parameters: Record<string, string> }> {
  const redirect = new URL(location)
  const found = new URLSearchParams([...redirect.searchParams, ...new URLSearchParams(redirect.hash.slice(1))])
  const response = found.get('response')
  const inside = response === null ? Object.fromEntries(found) : decodeJwt(response)
  const parameters: Record<string, string> = {}
  for (const name of answerNames) {
    const value = inside[name]
    if (typeof value === 'string') parameters[name] = value
  }
  for (const name of [...answerNames, 'response']) redirect.searchParams.delete(name)
  redirect.hash = ''
  return { redirect, parameters }
}

function signed(provider: Provider, ctx: KoaContextWithOIDC, { iss: _, ...parameters }: Record<string, string>): Promise<string> {
  const token = new provider.IdToken({}, { ctx })
  for (const [name, value] of Object.entries(parameters)) token.set(name, value)
  return token.issue({ use: 'authorization' })
}

/** A bank of plain OAuth shows neither ID tokens nor the scope that brings them. */
export async function hideOpenId(ctx: KoaContextWithOIDC, next: Next): Promise<void> {
  await next()
  const { body } = ctx.response
  if (ctx.path !== '/token' || typeof body !== 'object' || body === null || !('access_token' in body)) return
  const { id_token: _, scope, ...answer } = body as Record<string, unknown>
  const shown = String(scope ?? '')
    .split(' ')
    .filter((word) => word !== 'openid')
  ctx.body = { ...answer, scope: shown.join(' ') }
}
