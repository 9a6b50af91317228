// The table of contents: one line per method of the contract. Inputs and outputs are parsed here and nowhere else.

import { asn1Tree } from '../../pki/asn1-tree.ts'
import { type Api, api, type Input, type Method, type Output, type ParsedInput } from '../../shared/api.ts'
import { AppError, type Reply } from '../../shared/errors.ts'
import type { CallContext } from './context.ts'
import type { Services } from './services.ts'

type Handlers = { [M in Method]: (input: ParsedInput<M>, call: CallContext) => Output<M> | Promise<Output<M>> }

const handlers = (s: Services): Handlers => ({
  'sandboxCertificates.create': (input) => s.sandboxCertificates.create(input),
  'sandboxCa.list': () => ({ items: s.sandboxCertificates.listCas() }),
  // SECURITY: the certificate alone; the key never leaves the core.
  'redirectAuthority.get': async () => ({ certificate: (await s.redirectAuthority.get()).certificate }),
  'obWacCertificate.list': () => ({ items: s.certificates.records.list('obWac') }),
  'obWacCertificate.get': ({ id }) => s.certificates.records.get('obWac', id),
  'obWacCertificate.create': (input) => s.certificates.importObWac(input),
  'obWacCertificate.update': ({ id, name }) => s.certificates.records.rename('obWac', id, name),
  'obWacCertificate.delete': ({ id }) => s.certificates.records.remove('obWac', id),
  'obSealCertificate.list': () => ({ items: s.certificates.records.list('obSeal') }),
  'obSealCertificate.get': ({ id }) => s.certificates.records.get('obSeal', id),
  'obSealCertificate.create': (input) => s.certificates.importObSeal(input),
  'obSealCertificate.update': ({ id, name, keyId }) => s.certificates.records.rename('obSeal', id, name, keyId),
  'obSealCertificate.delete': ({ id }) => s.certificates.records.remove('obSeal', id),
  'certificate.inspect': (input) => s.certificates.inspect(input),
  'certificate.createSigningRequest': (input) => s.signingRequests.create(input),
  'certificate.export': (input) => s.certificates.export(input),
  'certificate.asn1': ({ pem }) => asn1Tree(pem),
  'signingRequest.list': () => ({ items: s.signingRequests.list() }),
  'signingRequest.delete': ({ id }) => s.signingRequests.remove(id),
  'softwareStatement.list': () => ({ items: s.softwareStatements.list() }),
  'softwareStatement.get': ({ id }) => s.softwareStatements.get(id),
  'softwareStatement.create': (input, call) => s.softwareStatements.create(input, call),
  'softwareStatement.update': (input, call) => s.softwareStatements.update(input, call),
  'softwareStatement.fetchAssertion': (input, call) => s.softwareStatements.fetchAssertion(input, call),
  'directory.list': async () => ({ items: await s.directories.list() }),
  'directory.setCaCertificates': ({ directory, caCertificates }) => s.directories.setCaCertificates(directory, caCertificates),
  'softwareStatement.delete': ({ id }) => s.softwareStatements.remove(id),
  'encryptionKeyDescription.list': async () => ({ items: await s.keys.list() }),
  'encryptionKeyDescription.get': ({ id }) => s.keys.get(id),
  'encryptionKeyDescription.create': (input) => s.keys.create(input),
  'encryptionKeyDescription.setCurrent': ({ id }) => s.keys.setCurrent(id),
  'encryptionKeyDescription.rotate': () => s.keys.rotate(),
  'encryptionKeyDescription.cancelRotate': () => s.keys.cancelRotate(),
  'encryptionKeyDescription.delete': ({ id }) => s.keys.delete(id),
  'bankProfile.list': () => ({ items: s.bankProfiles.list() }),
  'bankProfile.get': ({ id }) => s.bankProfiles.get(id),
  'bankProfile.create': (input) => s.bankProfiles.create(input),
  'bankProfile.update': ({ id, profile }) => s.bankProfiles.update(id, profile),
  'bankProfile.override': ({ id, overrides }) => s.bankProfiles.override(id, overrides),
  'bankProfile.import': ({ text }) => ({ items: s.bankProfiles.import(text) }),
  'bankProfile.delete': ({ id }) => s.bankProfiles.remove(id),
  'bankRegistration.list': () => ({ items: s.bankRegistrations.list() }),
  'bankRegistration.get': (input, call) => s.bankRegistrations.get(input, call),
  'bankRegistration.create': (input, call) => s.bankRegistrations.create(input, call),
  'bankRegistration.subjectDns': (input) => s.bankRegistrations.subjectDns(input),
  'bankRegistration.reusable': (input) => s.bankRegistrations.reusable(input),
  'bankRegistration.update': (input, call) => s.bankRegistrations.update(input, call),
  'bankRegistration.delete': (input, call) => s.bankRegistrations.remove(input, call),
  'accountAccessConsent.list': () => ({ items: s.consents.list() }),
  'accountAccessConsent.get': (input, call) => s.consents.get(input, call),
  'accountAccessConsent.create': (input, call) => s.consents.create(input, call),
  'accountAccessConsent.delete': (input, call) => s.consents.remove(input, call),
  'accountAccessConsent.startAuthorisation': (input, call) => s.authorisations.start(input, call),
  'accountAccessConsent.completeAuthorisation': (input, call) => s.authorisations.complete(input, call),
  'accountAccessConsent.refresh': ({ id }, call) => s.consentTokens.refresh(id, call),
  'accountAccessConsent.listAuthorisations': () => ({ items: s.authorisations.waiting() }),
  'accountAccessConsent.cancelAuthorisation': ({ authContextId }) => s.authorisations.cancel(authContextId),
  'accountAccessConsent.reconfirm': ({ id }) => s.consents.reconfirm(id),
  'accountAccessConsent.history': ({ id }) => ({ items: s.consents.history(id) }),
  'account.list': (input, call) => s.accountData.listAccounts(input, call),
  'balance.list': (input, call) => s.accountData.listBalances(input, call),
  'account.cancelFetch': ({ accountAccessConsentId }) => s.accountData.cancelFetch(accountAccessConsentId),
  'balance.history': (input) => s.accountData.balanceHistory(input),
  'transaction.list': (input, call) => s.accountData.listTransactions(input, call),
  'transaction.summary': (input) => s.accountData.summariseTransactions(input),
  'transaction.export': (input, call) => s.accountData.exportTransactions(input, call),
  'accountAccessConsent.allowedCalls': ({ id }) => s.accountFetch.allowedCalls(id),
  'beneficiary.list': (input, call) => s.accountRecords.list('beneficiaries', input, call),
  'directDebit.list': (input, call) => s.accountRecords.list('directDebits', input, call),
  'standingOrder.list': (input, call) => s.accountRecords.list('standingOrders', input, call),
  'scheduledPayment.list': (input, call) => s.accountRecords.list('scheduledPayments', input, call),
  'product.list': (input, call) => s.accountRecords.list('products', input, call),
  'offer.list': (input, call) => s.accountRecords.list('offers', input, call),
  'party.list': (input, call) => s.accountRecords.list('parties', input, call),
  'statement.list': (input, call) => s.accountRecords.list('statements', input, call),
  'statement.file': (input, call) => s.statements.file(input, call),
  'statement.transactions': (input, call) => s.statements.transactions(input, call),
  'pot.list': (input, call) => s.accountRecords.list('pots', input, call),
  'account.fetch': (input, call) => s.accountFetch.fetch(input, call),
  'conformance.list': (input) => s.accountFetch.listConformance(input),
  'requestLog.list': (input) => s.requestLog.list(input),
  'requestLog.summarise': (input) => s.requestLog.summarise(input),
  'requestLog.get': ({ id }) => s.requestLog.get(id),
  'requestLog.export': (input) => s.requestLog.export(input),
  'requestLog.clear': (input) => s.requestLog.clear(input),
  'requestLog.setLimits': (input) => s.requestLog.setLimits(input),
  'modelBank.start': (input) => s.modelBank.start(input),
  'modelBank.stop': () => s.modelBank.stop(),
  'modelBank.status': () => s.modelBank.status(),
  'modelBank.approveEnrolment': ({ id }) => s.modelBank.approveEnrolment(id),
  'modelBank.refuseEnrolment': ({ id }) => s.modelBank.refuseEnrolment(id),
  'workspace.check': () => s.workspaceCheck(),
  'workspace.keep': (input) => s.workspace.keep(input),
  'workspace.status': () => s.workspace.status(),
  'workspace.about': () => s.settings.about(),
  'settings.get': () => s.settings.get(),
  'preferences.get': () => s.preferences.get(),
  'preferences.set': (input) => s.preferences.set(input),
  'settings.set': (input) => s.settings.set(input),
  'walkthrough.status': () => s.walkthrough.status(),
  'walkthrough.runStep': (input, call) => s.walkthrough.runStep(input, call),
  'walkthrough.cancel': () => s.walkthrough.cancel(),
  'walkthrough.run': (input, call) => s.walkthrough.run(input, call),
})

/** For callers in this program: input and output are typed by the contract. Never throws; a failure comes back as data. */
export type Dispatch = <M extends Method>(method: M, input: Input<M>, call?: CallContext) => Promise<Reply<Output<M>>>

/** For hosts: method and input as they came from outside. */
export type Handle = (method: string, input: unknown, call?: CallContext) => Promise<Reply<unknown>>

const isMethod = (name: string): name is Method => Object.hasOwn(api, name)

const parse = <M extends Method>(method: M, input: unknown): ParsedInput<M> => {
  const result = api[method].input.safeParse(input ?? {})
  if (result.success) return result.data as ParsedInput<M>
  const issues = result.error.issues.map((issue) => ({
    path: [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join('.'),
    message: issue.message,
  }))
  const [first] = issues
  throw new AppError('INVALID_INPUT', `${first?.path || 'input'}: ${first?.message}`, { field: first?.path ?? '', issues })
}

export const createRouter = (services: Services): { dispatch: Dispatch; handle: Handle } => {
  const table = handlers(services)

  const run = async <M extends Method>(method: M, input: unknown, call: CallContext): Promise<Output<M>> => {
    const value = await table[method](parse(method, input), call)
    // SECURITY: parsing the answer drops every field that the contract does not name, so nothing leaks by accident.
    const output: Api[M]['output'] = api[method].output
    return output.parse(value) as Output<M>
  }

  const replyOf = async <T>(work: () => Promise<T>): Promise<Reply<T>> => {
    try {
      return { ok: true, value: await work() }
    } catch (error) {
      return { ok: false, error: toAppError(error).toData() }
    }
  }

  return {
    dispatch: (method, input, call = {}) => replyOf(() => run(method, input, call)),
    handle: (method, input, call = {}) =>
      replyOf(async () => {
        if (!isMethod(method)) throw new AppError('UNKNOWN_METHOD', `Method "${method}" does not exist`, { field: 'method' })
        return run(method, input, call)
      }),
  }
}

const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  if (error instanceof DOMException && error.name === 'AbortError') return new AppError('CANCELLED', 'The call was cancelled', {}, error)
  return new AppError('INTERNAL', `The workbench failed: ${error instanceof Error ? error.message : String(error)}`, {}, error)
}
