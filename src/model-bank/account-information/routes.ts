// The account-information API in both versions, as a Fastify plugin of its own scope.
import type { X509Certificate } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiVersion } from '../../shared/model/common.ts'
import type { Authenticate } from '../contracts.ts'
import { accountsOf, authorisedConsent, callerOf } from './access.ts'
import type { Consents } from './consents.ts'
import type { Dialect } from './dialect.ts'
import type { Answer, Endpoint } from './endpoints.ts'
import { endpoints } from './endpoints.ts'
import { problem, problemBody, Rejection } from './problems.ts'
import { checkAccept, checkContentType, checkFapiHeaders, interactionIdFor } from './request-rules.ts'
import { dialectV3 } from './serialise-v3.ts'
import { dialectV4 } from './serialise-v4.ts'

export interface AccountInformationDeps {
  consents: Consents
  authenticate: Authenticate
  /** Absolute address of a version, up to and including /aisp. */
  baseUrl: (version: ApiVersion) => string
  now: () => Date
  peerCertificate: (request: FastifyRequest) => X509Certificate | null
}

const versions: readonly { version: ApiVersion; prefix: string; dialect: Dialect }[] = [
  { version: '3.1', prefix: '/open-banking/v3.1/aisp', dialect: dialectV3 },
  { version: '4.0', prefix: '/open-banking/v4.0/aisp', dialect: dialectV4 },
]

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
const interactionHeader = 'x-fapi-interaction-id'

/** Registers /open-banking/v3.1/aisp/* and /open-banking/v4.0/aisp/*; hooks, parsers and error handlers stay inside. */
export const registerAccountInformation = (app: FastifyInstance, deps: AccountInformationDeps) => {
  for (const one of versions) app.register(async (scope) => registerVersion(scope, deps, one), { prefix: one.prefix })
}

const registerVersion = (scope: FastifyInstance, deps: AccountInformationDeps, { version, prefix, dialect }: (typeof versions)[number]) => {
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

  for (const endpoint of endpoints) {
    const answer = answerer(deps, version, dialect, endpoint, prefix)
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

const answerer =
  (deps: AccountInformationDeps, version: ApiVersion, dialect: Dialect, endpoint: Endpoint, prefix: string) =>
  async (request: FastifyRequest): Promise<Answer> => {
    const { headers } = request
    const { accountId, consentId = '' } = request.params as { accountId?: string; consentId?: string }
    const [path = ''] = request.url.split('?', 1)
    // The router takes an empty name at the end for one; no resource has it.
    if (path.endsWith('/')) throw new Rejection(404)
    const caller = await callerOf(
      deps.authenticate,
      { authorization: headers.authorization, peerCertificate: deps.peerCertificate(request) },
      endpoint.grant,
    )
    checkFapiHeaders(headers)
    if (endpoint.method !== 'DELETE') checkAccept(headers.accept)
    if (endpoint.method === 'POST') checkContentType(headers['content-type'])
    const call = { version, dialect, baseUrl: deps.baseUrl(version), path: path.slice(prefix.length), query: singleValues(request.query) }
    if (endpoint.grant === 'clientCredentials') {
      const body = typeof request.body === 'string' ? request.body : ''
      return endpoint.answer({ ...call, caller, consents: deps.consents, consentId, body, now: deps.now() })
    }
    const consent = authorisedConsent(deps.consents, caller, version, endpoint.needs)
    return endpoint.answer({ ...call, consent, accounts: accountsOf(consent, accountId) })
  }

/** Query parameters; throws a 400 Rejection for one that is there twice, since the two could disagree. */
const singleValues = (query: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query as Record<string, unknown>).map(([name, value]) => {
      if (typeof value !== 'string') throw new Rejection(400, [problem('Field.Invalid', `${name} is there more than once`, name)])
      return [name, value]
    }),
  )

const send = (reply: FastifyReply, { status, body }: Answer) => {
  reply.status(status)
  return body === null ? reply.send() : reply.type('application/json; charset=utf-8').send(body)
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
