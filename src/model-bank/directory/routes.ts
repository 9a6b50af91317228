import type { FastifyInstance, FastifyReply } from 'fastify'
import { AppError } from '../../shared/errors.ts'
import { html, page } from '../authorisation/pages.ts'
import { peerCertificate } from '../authorisation/provider.ts'
import type { Directory, SoftwareStatementRecord } from './directory.ts'
import { enrolmentRequest } from './enrolment-request.ts'
import type { DirectoryTokens } from './tokens.ts'

interface OfOrganisation {
  Params: { orgId: string }
}
interface OfSoftware {
  Params: { orgId: string; softwareId: string }
}

const organisationId = /^[0-9A-Za-z]{1,18}$/

export interface DirectoryDeps {
  directory: Directory
  tokens: DirectoryTokens
  /** Called after an enrolment, with the keys that changed. */
  enrolled(record: SoftwareStatementRecord): Promise<void>
}

/** The directory's interface at the https door: enrolment and keys as in OB Directory API 2.1, without its own log-in. */
export function registerDirectory(app: FastifyInstance, { directory, tokens, enrolled }: DirectoryDeps): void {
  const noKeys = { keys: [] }

  app.get('/directory/jwks', () => directory.jwks())
  app.get<OfSoftware>('/directory/organisation/:orgId/software-statement/:softwareId/jwks', (request, reply) => {
    const { orgId, softwareId } = request.params
    return directory.softwareJwks(orgId, softwareId) ?? missing(reply)
  })
  app.get<OfSoftware>('/directory/organisation/:orgId/software-statement/:softwareId/revoked/jwks', () => noKeys)
  app.get<OfOrganisation>('/directory/organisation/:orgId/revoked/jwks', () => noKeys)
  app.get<OfOrganisation>('/directory/organisation/:orgId/jwks', (request) => ({
    keys: directory
      .all()
      .filter((record) => record.organisationId === request.params.orgId)
      .flatMap((record) => directory.softwareJwks(record.organisationId, record.softwareId)?.keys ?? []),
  }))

  app.post<OfOrganisation>('/directory/organisation/:orgId/software-statement', async (request, reply) => {
    const { orgId } = request.params
    if (!organisationId.test(orgId))
      throw new AppError('INVALID_INPUT', `Organisation id ${orgId} is not 1 to 18 letters and digits`, { field: 'organisationId' })
    const parsed = enrolmentRequest.safeParse(request.body)
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
      throw new AppError('INVALID_INPUT', `${issues[0]?.path || 'body'}: ${issues[0]?.message}`, { field: issues[0]?.path ?? '', issues })
    }
    const record = directory.enrol(orgId, parsed.data)
    await enrolled(record)
    return reply.code(201).send({ softwareId: record.softwareId })
  })

  app.post('/directory/token', async (request, reply) => {
    const answer = await tokens.issue(formFields(request.body), peerCertificate(request.raw))
    reply.header('cache-control', 'no-store')
    return 'error' in answer ? reply.code(answer.error === 'invalid_client' ? 401 : 400).send(answer) : answer
  })

  app.get<OfSoftware>('/directory/tpp/:orgId/ssa/:softwareId', async (request, reply) => {
    const { orgId, softwareId } = request.params
    const owner = tokens.ownerOf(request.headers.authorization, peerCertificate(request.raw))
    // RFC 6750 §3.1.
    if (owner === null) return reply.code(401).header('www-authenticate', 'Bearer error="invalid_token"').send()
    const record = directory.find(orgId, softwareId)
    if (record === undefined) return missing(reply)
    if (owner.organisationId !== orgId) return reply.code(403).send()
    return reply.type('application/jws+json').send(await directory.assertion(record))
  })

  app.get<OfSoftware>(
    '/directory/organisation/:orgId/software-statement/:softwareId/software-statement-assertion',
    async (request, reply) => {
      const record = directory.find(request.params.orgId, request.params.softwareId)
      if (record === undefined) return missing(reply)
      return reply.type('application/jws+json').send(await directory.assertion(record))
    },
  )
}

/** The directory's page at the http door. */
export function registerDirectoryPage(app: FastifyInstance, directory: Directory, address: string): void {
  app.get('/directory', (_request, reply) => {
    const records = directory.all()
    return reply.type('text/html; charset=utf-8').send(
      page(
        'Directory',
        html`
<p>Software statements known to this bank's own directory. Programs enrol at <code>${address}/organisation/{organisation id}/software-statement</code>.</p>
${records.length === 0 && html`<p>None is enrolled.</p>`}
${records.map(
  (record) => html`<h2>${record.clientName}</h2><dl class="card">
<dt>Organisation</dt><dd>${record.organisationName} (${record.organisationId})</dd>
<dt>Software id</dt><dd>${record.softwareId}</dd>
<dt>Roles</dt><dd>${record.roles.join(', ')}</dd>
<dt>Redirect addresses</dt><dd>${record.redirectUris.join(' ')}</dd>
<dt>Enrolled</dt><dd>${record.enrolled}</dd>
</dl>`,
)}`,
      ),
    )
  })
}

const formFields = (body: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(Object(body)).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))

function missing(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: { code: 'NOT_FOUND', message: 'Software statement is not enrolled' } })
}
