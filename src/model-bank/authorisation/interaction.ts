import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, type Provider } from 'oidc-provider'
import { AppError } from '../../shared/errors.ts'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import type { BankState, Collection, ConsentBook, CustomerBook } from '../contracts.ts'
import type { ClientBook } from '../registration/clients.ts'
import { accountsPage, codePage, loginPage, type PageFacts } from './consent-pages.ts'
import { formCsrfMatches, formValue, formValues, randomToken } from './forms.ts'
import { type Grants, grantConsent } from './grants.ts'
import { acrFor, requireIntent } from './intent.ts'
import { errorPage } from './pages.ts'

export interface InteractionDeps {
  provider: Provider
  state: BankState
  clients: ClientBook
  consents: ConsentBook
  customers: CustomerBook
  grants: Grants
  behaviour: BankBehaviour
}

/** How far one authorisation has come; kept outside the browser. */
interface Progress {
  csrf: string
  username: string | null
  accountIds: string[] | null
  failures: number
  begun: number
}

const ATTEMPTS = 3
const ABANDONED = 60 * 60 * 1000

type Details = Awaited<ReturnType<Provider['interactionDetails']>>

/** What the customer did with one page: stay on it with a message, go to the next, or end. */
type Outcome =
  | { stay: string; counts: boolean }
  | { next: Partial<Progress> }
  | { refused: string }
  | { approved: { username: string; accountIds: string[] } }

/** The consent pages: log in, choose accounts, one-time code; approve or refuse at the end, refuse anywhere. */
export function registerInteraction(app: FastifyInstance, deps: InteractionDeps): void {
  const { provider, clients, consents, customers } = deps
  const progress = deps.state.collection<Progress>('interactions')

  const show = (reply: FastifyReply, details: Details, at: Progress, error: string | null, status = 200) => {
    const clientId = String(details.params.client_id)
    const consent = requireIntent(consents, details.params.claims, clientId)
    const facts: PageFacts = {
      action: `/interaction/${details.uid}`,
      csrf: at.csrf,
      tpp: clients.get(clientId)?.name ?? clientId,
      consent,
      error,
    }
    const customer = customers.all().find((entry) => entry.username === at.username)
    allowFormTarget(reply, String(details.params.redirect_uri))
    reply.code(status).type('text/html; charset=utf-8')
    if (customer === undefined) return reply.send(loginPage(facts, ''))
    if (at.accountIds === null) return reply.send(accountsPage(facts, customer, []))
    return reply.send(codePage(facts, customer, at.accountIds))
  }

  const approved = async ({ params }: Details, consentId: string, customer: string) => {
    const grantId = await grantConsent(deps, { consentId, clientId: String(params.client_id), customer, scope: String(params.scope) })
    return { login: { accountId: consentId, acr: acrFor(params.claims), amr: ['pwd', 'otp'] }, consent: { grantId } }
  }

  const end = async (request: FastifyRequest, reply: FastifyReply, result: Parameters<Provider['interactionFinished']>[2]) =>
    reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303)

  app.get<{ Params: { uid: string } }>('/interaction/:uid', (request, reply) =>
    withDetails(provider, request, reply, async (details) => {
      if (!deps.behaviour.approvesBySupplementaryData) return show(reply, details, progressOf(progress, details.uid), null)
      const { consentId, authorised, customer } = requireIntent(consents, details.params.claims, String(details.params.client_id))
      if (!authorised || customer === null) return end(request, reply, denied('Data.SupplementaryData of the consent did not approve it'))
      return end(request, reply, await approved(details, consentId, customer))
    }),
  )

  app.post<{ Params: { uid: string } }>('/interaction/:uid', (request, reply) =>
    withDetails(provider, request, reply, async (details) => {
      const at = progressOf(progress, details.uid)
      // SECURITY: stops another site from answering for the customer (CSRF).
      if (!formCsrfMatches(request, at.csrf)) return show(reply, details, at, 'This form was out of date; here it is again.', 403)
      const clientId = String(details.params.client_id)
      const consent = requireIntent(consents, details.params.claims, clientId)
      const outcome = judge(request, at, customers)

      if ('stay' in outcome) {
        const failures = at.failures + (outcome.counts ? 1 : 0)
        if (failures < ATTEMPTS) {
          progress.put(details.uid, { ...at, failures })
          return show(reply, details, { ...at, failures }, outcome.stay, 400)
        }
      }
      if ('next' in outcome) {
        progress.put(details.uid, { ...at, failures: 0, ...outcome.next })
        return reply.redirect(`/interaction/${details.uid}`, 303)
      }
      progress.delete(details.uid)
      if ('approved' in outcome) {
        const { username, accountIds } = outcome.approved
        const obstacle = authorise(consents, consent.consentId, username, accountIds)
        if (obstacle !== null) return end(request, reply, denied(obstacle))
        return end(request, reply, await approved(details, consent.consentId, username))
      }
      // A refusal of a renewed authorisation leaves the consent as it was (uk-protocol §5.5).
      if (!consent.authorised) consents.reject(consent.consentId)
      const description = 'refused' in outcome ? outcome.refused : 'The customer could not be authenticated'
      return end(request, reply, denied(description))
    }),
  )
}

const denied = (why: string) => ({ error: 'access_denied', error_description: why })

function judge(request: FastifyRequest, at: Progress, customers: CustomerBook): Outcome {
  if (formValue(request, 'action') === 'refuse') return { refused: 'The customer refused the request' }
  const customer = customers.all().find((entry) => entry.username === at.username)
  if (customer === undefined) {
    const username = formValue(request, 'username').trim()
    const known = customers.all().find((entry) => entry.username === username && entry.password === formValue(request, 'password'))
    return known ? { next: { username } } : { stay: 'User name or password is wrong.', counts: true }
  }
  if (at.accountIds === null) {
    const accountIds = formValues(request, 'accounts').filter((id) => customer.accounts.some((entry) => entry.accountId === id))
    return accountIds.length > 0 ? { next: { accountIds } } : { stay: 'Choose at least one account, or refuse.', counts: false }
  }
  if (formValue(request, 'code').trim() !== customer.oneTimeCode) return { stay: 'The one-time code is wrong.', counts: true }
  return { approved: { username: customer.username, accountIds: at.accountIds } }
}

/** The reason why the consent cannot be given, such as that it is another customer's; null when it is given. */
function authorise(consents: ConsentBook, consentId: string, username: string, accountIds: string[]): string | null {
  try {
    consents.authorise(consentId, username, accountIds)
    return null
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

function progressOf(collection: Collection<Progress>, uid: string): Progress {
  const kept = collection.get(uid)
  if (kept) return kept
  const begun = { csrf: randomToken(), username: null, accountIds: null, failures: 0, begun: Date.now() }
  // Authorisations that nobody finished; their pages are dead after 15 minutes.
  for (const { key, value } of collection.all()) if (value.begun < begun.begun - ABANDONED) collection.delete(key)
  collection.put(uid, begun)
  return begun
}

// The browser applies form-action to the redirects that follow a form, so the TPP's address must be allowed.
function allowFormTarget(reply: FastifyReply, redirectUri: string): void {
  const target = new URL(redirectUri)
  const source = target.origin === 'null' ? target.protocol : target.origin
  reply.header(
    'content-security-policy',
    String(reply.getHeader('content-security-policy')).replace("form-action 'self'", `form-action 'self' ${source}`),
  )
}

async function withDetails(
  provider: Provider,
  request: FastifyRequest<{ Params: { uid: string } }>,
  reply: FastifyReply,
  handle: (details: Details) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    const details = await provider.interactionDetails(request.raw, reply.raw)
    if (details.uid === request.params.uid) return await handle(details)
  } catch (error) {
    if (!(error instanceof errors.OIDCProviderError)) throw error
  }
  reply.code(400).type('text/html; charset=utf-8')
  return reply.send(
    errorPage(
      'This authorisation has ended',
      'It took too long, was finished already, or was started in another browser. Start again at the app that sent you here.',
    ),
  )
}
