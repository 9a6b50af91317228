// What this bank wants of an authorisation request beyond what oidc-provider judges: each rule is a switch of its behaviour.

import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import type { ConsentBook } from '../contracts.ts'
import type { Grants } from './grants.ts'
import { checkIntent, intentOf } from './intent.ts'

export interface RequestRules {
  behaviour: BankBehaviour
  consents: ConsentBook
  grants: Grants
  now: () => Date
}

type Next = () => Promise<unknown>

/** Takes the query out of its one parameter, where the bank wants it packed. */
export const unpackQuery =
  ({ authorisationQuery }: BankBehaviour) =>
  async (ctx: KoaContextWithOIDC, next: Next): Promise<void> => {
    const packed = ctx.query.data
    if (authorisationQuery === 'data' && ctx.path === '/auth' && typeof packed === 'string') {
      ctx.querystring = Buffer.from(packed, 'base64url').toString()
      ctx.state.packed = true
    }
    await next()
  }

const requestRoutes = ['authorization', 'pushed_authorization_request']

/**
 * A bank of plain OAuth has no `openid`, no claims parameter and no ID tokens. It works with them inside all the same, where
 * nobody sees them; to be called once the parameters are read and before they are judged.
 */
export function workWithOpenId({ authorisationParameters }: BankBehaviour, ctx: KoaContextWithOIDC): void {
  const { params, route } = ctx.oidc
  if (params === undefined || !requestRoutes.includes(route)) return
  const scope = wordsOf(params.scope)
  if (scope.includes('openid')) throw new errors.InvalidScope('this bank has no OpenID Connect', 'openid')
  params.scope = ['openid', ...scope].join(' ')
  const naming = authorisationParameters.find(({ value }) => value === '{consentId}')
  const consentId = naming && ctx.query[naming.name]
  if (intentOf(params.claims) === undefined && typeof consentId === 'string')
    params.claims = JSON.stringify({ id_token: { openbanking_intent_id: { value: consentId, essential: true } } })
}

/** FAPI 1.0 Advanced 5.2.2 (13), (14), (17). */
export function checkRequestObject(_ctx: KoaContextWithOIDC, claims: Record<string, unknown>): void {
  const { exp, nbf } = claims
  for (const name of ['exp', 'aud', 'nbf']) {
    if (claims[name] === undefined) throw new errors.InvalidRequestObject(`${name} is missing`)
  }
  const lifetime = Number(exp) - Number(nbf)
  if (!(lifetime > 0 && lifetime <= 3600)) throw new errors.InvalidRequestObject('exp is not within an hour after nbf')
}

/** Runs for every authorisation request before a page is shown, and again when the pages are done with. */
export function checkRequest(rules: RequestRules, ctx: KoaContextWithOIDC): void {
  checkIntent(rules.consents, ctx)
  if (ctx.oidc.route !== 'authorization') return
  checkForm(rules.behaviour, ctx)
  checkConsent(rules, ctx)
}

function checkForm(behaviour: BankBehaviour, ctx: KoaContextWithOIDC): void {
  const { params = {}, entities } = ctx.oidc
  const { authorisationScope, responseType, openIdConnect } = behaviour
  const pushed = entities.PushedAuthorizationRequest !== undefined
  if (behaviour.authorisationQuery === 'data' && ctx.state.packed !== true) refuse('the query has to be packed into the parameter data')
  if (behaviour.requiresPar && !pushed) refuse('the request has to be pushed (RFC 9126)')
  if (behaviour.requestObject === 'none' && ctx.query.request !== undefined)
    throw new errors.RequestNotSupported('request objects are not taken')
  if (responseType !== null && params.response_type !== responseType)
    throw new errors.UnsupportedResponseType(`response_type has to be ${responseType}`)
  const scope = wordsOf(params.scope).filter((word) => openIdConnect || word !== 'openid')
  if (authorisationScope !== null && !sameWords(scope, wordsOf(authorisationScope)))
    throw new errors.InvalidScope(`scope has to be ${authorisationScope}`, scope.join(' '))
  for (const name of pushed ? [] : behaviour.repeatedParameters) {
    if (ctx.query[name] === undefined || ctx.query[name] !== params[name]) refuse(`${name} has to stand beside the request object as well`)
  }
}

function checkConsent({ behaviour, consents, grants, now }: RequestRules, ctx: KoaContextWithOIDC): void {
  const consent = consents.find(intentOf(ctx.oidc.params?.claims) ?? '')
  if (consent === undefined) return
  const { consentId, created, authorised } = consent
  // Authorised by a customer, not only approved when it was made.
  const again = authorised && grants.get(consentId) !== undefined
  if (again && !behaviour.reauthorisation) refuse('the consent was authorised before, and cannot be again')
  if (now().getTime() < created + behaviour.consentReadyAfterSeconds * 1000) refuse('the consent is too new to be authorised')
  for (const { name, value, when } of behaviour.authorisationParameters) {
    const wanted = value.replaceAll('{consentId}', consentId)
    if ((when === 'always' || again) && ctx.query[name] !== wanted) refuse(`the parameter ${name} has to be ${wanted}`)
  }
}

function refuse(why: string): never {
  throw new errors.InvalidRequest(why)
}

const wordsOf = (scope: unknown): string[] => (typeof scope === 'string' ? scope.split(' ').filter((word) => word !== '') : [])
const sameWords = (one: string[], other: string[]) => one.length === other.length && one.every((word) => other.includes(word))
