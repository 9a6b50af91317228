// The account-information API in both versions, as a Fastify plugin of its own scope.
import type { X509Certificate } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import { type ApiVersion, apiVersion } from '../../shared/model/common.ts'
import type { Authenticate } from '../contracts.ts'
import { accountsOf, authorisedConsent, callerOf } from './access.ts'
import type { Answer, Endpoint } from './calls.ts'
import type { Consents } from './consents.ts'
import { faultsOf } from './data-faults.ts'
import { offeredEndpoints } from './endpoints.ts'
import { linkWriter } from './links.ts'
import { viewOf } from './permissions.ts'
import { problem, problemBody, Rejection } from './problems.ts'
import { checkAccept, checkContentType, checkFapiHeaders, checkFinancialId, interactionIdFor } from './request-rules.ts'

export interface AccountInformationDeps {
  behaviour: BankBehaviour
  consents: Consents
  authenticate: Authenticate
  /** Absolute address of a version, up to and including /aisp. */
  baseUrl: (version: ApiVersion) => string
  now: () => Date
  peerCertificate: (request: FastifyRequest) => X509Certificate | null
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
const interactionHeader = 'x-fapi-interaction-id'

/** Registers /open-banking/v3.1/aisp/* and /open-banking/v4.0/aisp/*, as far as the bank has them; hooks and parsers stay inside. */
export const registerAccountInformation = (app: FastifyInstance, deps: AccountInformationDeps) => {
  const { accountInformation, apiVersions } = deps.behaviour
  for (const version of apiVersion.options.filter((one) => accountInformation && apiVersions.includes(one))) {
    const prefix = `/open-banking/v${version}/aisp`
    app.register(async (scope) => registerVersion(scope, deps, version, prefix), { prefix })
  }
}

const registerVersion = (scope: FastifyInstance, deps: AccountInformationDeps, version: ApiVersion, prefix: string) => {
  // Bodies are taken as text whatever their type, so that the rules are judged in one order: token first, then the body.
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  scope.addHook('onRequest', async (request, reply) => {
    reply.header(interactionHeader, interactionIdFor(request.headers))
  })
  scope.setErrorHandler((error, request, reply) => {
    const rejection = rejectionFor(error)
    if (rejection.status === 500) request.log.error(error)
    return refuse(reply, version, rejection)
  })
  scope.setNotFoundHandler((_request, reply) => refuse(reply, version, new Rejection(404)))

  const endpoints = offeredEndpoints(deps.behaviour)
  for (const endpoint of endpoints) {
    const answer = answerer(deps, version, endpoint, prefix)
    scope.route({
      method: endpoint.method,
      url: endpoint.path,
      exposeHeadRoute: false,
      handler: async (request, reply) => send(reply, await answer(request)),
    })
  }
  for (const [url, allowed] of Map.groupBy(endpoints, ({ path }) => path)) {
    const allow = allowed.map(({ method }) => method)
    const others = methods.filter((method) => !allow.some((one) => one === method))
    scope.route({ method: [...others], url, handler: () => Promise.reject(new Rejection(405, [], { allow: allow.join(', ') })) })
  }
}

const answerer = (deps: AccountInformationDeps, version: ApiVersion, endpoint: Endpoint, prefix: string) => {
  const { behaviour, consents } = deps
  const link = linkWriter(behaviour.links, deps.baseUrl(version), version)
  const faults = faultsOf(behaviour)
  const financialId = behaviour.financialIds[version] ?? behaviour.financialId
  return async (request: FastifyRequest): Promise<Answer> => {
    const { headers } = request
    const { accountId, consentId = '', statementId = '' } = request.params as Record<string, string | undefined>
    const [path = ''] = request.url.split('?', 1)
    // The router takes an empty name at the end for one; no resource has it.
    if (path.endsWith('/')) throw new Rejection(404)
    const caller = await callerOf(
      deps.authenticate,
      { authorization: headers.authorization, peerCertificate: deps.peerCertificate(request) },
      endpoint.grant,
    )
    checkFapiHeaders(headers)
    checkFinancialId(headers, financialId)
    const call = { version, link, path: path.slice(prefix.length), query: singleValues(request.query) }
    if (endpoint.grant === 'clientCredentials') {
      if (endpoint.method !== 'DELETE') checkAccept(headers.accept)
      if (endpoint.method === 'POST') checkContentType(headers['content-type'])
      const body = typeof request.body === 'string' ? request.body : ''
      return endpoint.answer({ ...call, behaviour, caller, consents, consentId, body, now: deps.now() })
    }
    checkAccept(headers.accept, endpoint.produces)
    const consent = authorisedConsent(consents, caller, version, endpoint.needs)
    const view = viewOf(consent.permissions, endpoint.needs)
    return endpoint.answer({ ...call, consent, view, faults, statementId, accounts: accountsOf(consent, accountId) })
  }
}

/** Query parameters; throws a 400 Rejection for one that is there twice, since the two could disagree. */
const singleValues = (query: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query as Record<string, unknown>).map(([name, value]) => {
      if (typeof value !== 'string') throw new Rejection(400, [problem('Field.Invalid', `${name} is there more than once`, name)])
      return [name, value]
    }),
  )

const send = (reply: FastifyReply, { status, body, type = 'application/json; charset=utf-8', headers = {} }: Answer) => {
  reply.status(status).headers(headers)
  return body === null ? reply.send() : reply.type(type).send(body)
}

const refuse = (reply: FastifyReply, version: ApiVersion, rejection: Rejection) => {
  const body = problemBody(rejection, version, String(reply.getHeader(interactionHeader)))
  return send(reply.headers(rejection.headers), { status: rejection.status, body: body === null ? null : JSON.stringify(body) })
}

/** Errors of the framework keep their 4xx status; anything else is a fault of the bank and tells nothing of it. */
const rejectionFor = (error: unknown): Rejection => {
  if (error instanceof Rejection) return error
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500)
    return new Rejection(status, status === 400 ? [problem('Resource.InvalidFormat', 'The request cannot be read')] : [])
  return new Rejection(500, [problem('UnexpectedError', 'The bank could not answer')])
}
