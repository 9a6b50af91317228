import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sameText } from '../authorisation/forms.ts'
import { answerErrorsAsJson } from '../server.ts'
import type { Enrolment, Enrolments } from './enrolments.ts'
import { parseInput } from './routes.ts'

interface ById {
  Params: { id: string }
}

/** The portal for curl: the same flow as JSON, under /portal/api. Errors are `{ error: { code, message, field?, remedy? } }`. */
export function registerPortalApi(app: FastifyInstance, enrolments: Enrolments, operatorPassword: string): void {
  answerErrorsAsJson(app)
  const operator = (request: FastifyRequest) => sameText(passwordOf(request.headers.authorization ?? ''), operatorPassword)

  app.post('/portal/api/enrolments', (request, reply) => reply.code(201).send(shown(enrolments.request(parseInput(request.body)))))

  app.get<ById>('/portal/api/enrolments/:id', (request, reply) => {
    const enrolment = enrolments.collect(request.params.id)
    if (enrolment) return reply.send({ ...shown(enrolment), ...secretOf(enrolment) })
    return reply.code(404).send({ error: { code: 'NOT_FOUND', message: 'Enrolment does not exist' } })
  })

  for (const action of ['approve', 'refuse'] as const) {
    app.post<ById>(`/portal/api/enrolments/:id/${action}`, async (request, reply) => {
      if (!operator(request)) {
        return reply
          .code(401)
          .header('www-authenticate', 'Basic realm="operator"')
          .send({ error: { code: 'INVALID_INPUT', message: 'Operator password is missing or wrong', field: 'authorization' } })
      }
      return reply.send(shown(await enrolments[action](request.params.id)))
    })
  }
}

// curl -u operator:PASSWORD, or -H "Authorization: Bearer PASSWORD".
function passwordOf(authorization: string): string {
  const [scheme = '', value = ''] = authorization.split(' ')
  if (scheme.toLowerCase() !== 'basic') return value
  return Buffer.from(value, 'base64')
    .toString()
    .replace(/^[^:]*:/, '')
}

const shown = ({ id, organisation, subject, sha256Fingerprint, state, requested, clientId }: Enrolment) => ({
  id,
  organisation,
  subject,
  sha256Fingerprint,
  state,
  requested,
  clientId,
})

const secretOf = ({ clientSecret }: Enrolment) => (clientSecret === null ? {} : { clientSecret })
