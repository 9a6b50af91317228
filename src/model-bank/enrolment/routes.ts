import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../shared/errors.ts'
import { cookie, formCsrfMatches, formValue, randomToken, sameText, setCookie } from '../authorisation/forms.ts'
import { errorPage } from '../authorisation/pages.ts'
import { type EnrolmentInput, type Enrolments, enrolmentInput } from './enrolments.ts'
import { emptyForm, type FormValues, operatorLoginPage, operatorPage, referencePage, requestPage } from './pages.ts'

const FORM_COOKIE = 'portal_form'
const OPERATOR_COOKIE = 'portal_operator'

/** The portal's pages, at /portal: for developers, and behind the operator's password for the operator. */
export function registerPortal(
  app: FastifyInstance,
  { enrolments, operatorPassword, authMethods }: { enrolments: Enrolments; operatorPassword: string; authMethods: readonly string[] },
): void {
  // Both live as long as the process: the operator logs in again after a restart.
  const sessions = new Map<string, string>()
  const sessionCsrf = (request: FastifyRequest) => sessions.get(cookie(request, OPERATOR_COOKIE)) ?? null

  app.get('/portal', (request, reply) =>
    send(reply, requestPage({ csrf: formToken(request, reply), values: emptyForm, authMethods }, null)),
  )

  app.post('/portal', (request, reply) => {
    const values = readForm(request)
    const csrf = cookie(request, FORM_COOKIE)
    if (!formCsrfMatches(request, csrf))
      return send(
        reply,
        requestPage(
          { csrf: formToken(request, reply), values, authMethods },
          { field: 'organisation', message: 'This form was out of date; send it again.' },
        ),
        403,
      )
    try {
      return reply.redirect(`/portal/enrolments/${enrolments.request(parseInput(toInput(values))).id}`, 303)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const field = error.details.field?.split('.')[0] ?? 'organisation'
      return send(reply, requestPage({ csrf, values, authMethods }, { field, message: `${error.message}.` }), 400)
    }
  })

  app.get<{ Params: { id: string } }>('/portal/enrolments/:id', (request, reply) => {
    const enrolment = enrolments.collect(request.params.id)
    return enrolment
      ? send(reply, referencePage(enrolment))
      : send(reply, errorPage('No such enrolment', 'This address belongs to no enrolment.'), 404)
  })

  app.get('/portal/operator', (request, reply) => {
    const csrf = sessionCsrf(request)
    return send(reply, csrf === null ? operatorLoginPage(formToken(request, reply), null) : operatorPage(csrf, enrolments.all()))
  })

  app.post('/portal/operator/login', (request, reply) => {
    const csrf = cookie(request, FORM_COOKIE)
    if (!formCsrfMatches(request, csrf))
      return send(reply, operatorLoginPage(formToken(request, reply), 'This form was out of date; send it again.'), 403)
    if (!sameText(formValue(request, 'password'), operatorPassword))
      return send(reply, operatorLoginPage(csrf, 'The password is wrong.'), 401)
    const session = randomToken()
    sessions.set(session, randomToken())
    setCookie(reply, OPERATOR_COOKIE, session, '/portal')
    return reply.redirect('/portal/operator', 303)
  })

  app.post('/portal/operator', async (request, reply) => {
    const csrf = sessionCsrf(request)
    // SECURITY: stops another site from approving a certificate through the operator's browser (CSRF).
    if (csrf === null || !formCsrfMatches(request, csrf)) return reply.redirect('/portal/operator', 303)
    try {
      if (formValue(request, 'action') === 'approve') await enrolments.approve(formValue(request, 'id'))
      else enrolments.refuse(formValue(request, 'id'))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return send(reply, errorPage('Nothing was changed', `${error.message}.`), 409)
    }
    return reply.redirect('/portal/operator', 303)
  })
}

/** Reads an enrolment from JSON or a form. Throws INVALID_INPUT with the field at fault. */
export function parseInput(input: unknown): EnrolmentInput {
  const parsed = enrolmentInput.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') || 'organisation'
  throw new AppError('INVALID_INPUT', `${field}: ${issue?.message ?? 'not accepted'}`, {
    field,
    remedy: 'Correct this field and send it again.',
  })
}

function readForm(request: FastifyRequest): FormValues {
  return {
    organisation: formValue(request, 'organisation'),
    certificate: formValue(request, 'certificate'),
    signingCertificate: formValue(request, 'signingCertificate'),
    redirectUris: formValue(request, 'redirectUris'),
    tokenEndpointAuthMethod: formValue(request, 'tokenEndpointAuthMethod') || emptyForm.tokenEndpointAuthMethod,
  }
}

const toInput = (values: FormValues) => ({
  ...values,
  signingCertificate: values.signingCertificate.trim() || undefined,
  redirectUris: values.redirectUris.split(/\s+/).filter((uri) => uri !== ''),
})

// SECURITY: the form's token is a cookie that another site can neither read nor set (double submit).
function formToken(request: FastifyRequest, reply: FastifyReply): string {
  const token = cookie(request, FORM_COOKIE) || randomToken()
  setCookie(reply, FORM_COOKIE, token, '/portal')
  return token
}

function send(reply: FastifyReply, text: string, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(text)
}
