// The contract: every host, the command line and the tests derive from this one map. Names are extended, never renamed.

import { z } from 'zod'
import * as consent from './model/account-access-consent.ts'
import * as data from './model/account-data.ts'
import { asn1Input, asn1Tree } from './model/asn1.ts'
import * as profile from './model/bank-profile.ts'
import * as registration from './model/bank-registration.ts'
import * as certificate from './model/certificate.ts'
import { byId, deleted, nothing } from './model/common.ts'
import * as key from './model/encryption-key.ts'
import { byEnrolment, modelBankStatus, startModelBankInput } from './model/model-bank.ts'
import * as log from './model/request-log.ts'
import * as settings from './model/settings.ts'
import * as statement from './model/software-statement.ts'
import * as walkthrough from './model/walkthrough.ts'
import * as workspace from './model/workspace.ts'

const method = <I extends z.ZodType, O extends z.ZodType>(summary: string, input: I, output: O) => ({ summary, input, output })
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })

export const api = {
  'sandboxCertificates.create': method(
    'Makes a sandbox CA, an OBWAC and an OBSeal with keys',
    certificate.createSandboxInput,
    certificate.sandboxCertificates,
  ),
  'sandboxCa.list': method('Lists sandbox CAs, from which later certificates can be issued', nothing, list(certificate.sandboxCa)),
  'redirectAuthority.get': method(
    'Reads the certificate of the CA behind listeners at https addresses of this computer, for a browser to trust; it can certify no others',
    nothing,
    certificate.redirectAuthority,
  ),
  'obWacCertificate.list': method('Lists transport certificates', nothing, list(certificate.obWacCertificate)),
  'obWacCertificate.get': method('Reads one transport certificate', byId, certificate.obWacCertificate),
  'obWacCertificate.create': method(
    'Imports a transport certificate with its key',
    certificate.createObWacInput,
    certificate.obWacCertificate,
  ),
  'obWacCertificate.update': method('Renames a transport certificate', certificate.updateObWacInput, certificate.obWacCertificate),
  'obWacCertificate.delete': method('Deletes a transport certificate and its key', byId, deleted),
  'obSealCertificate.list': method('Lists signing certificates', nothing, list(certificate.obSealCertificate)),
  'obSealCertificate.get': method('Reads one signing certificate', byId, certificate.obSealCertificate),
  'obSealCertificate.create': method(
    'Imports a signing certificate with its key',
    certificate.createObSealInput,
    certificate.obSealCertificate,
  ),
  'obSealCertificate.update': method(
    'Renames a signing certificate or gives it the directory’s key id',
    certificate.updateObSealInput,
    certificate.obSealCertificate,
  ),
  'obSealCertificate.delete': method('Deletes a signing certificate and its key', byId, deleted),
  'certificate.inspect': method(
    'Decodes any certificate, signing request, key or PKCS#12 file',
    certificate.inspectInput,
    certificate.inspection,
  ),
  'certificate.createSigningRequest': method(
    'Makes a key and a signing request for the directory',
    certificate.createSigningRequestInput,
    certificate.signingRequest,
  ),
  'certificate.export': method(
    'Exports a certificate with its key, encrypted with a passphrase',
    certificate.exportInput,
    certificate.exported,
  ),
  'certificate.asn1': method('Takes a certificate or a signing request apart, value by value', asn1Input, asn1Tree),
  'signingRequest.list': method('Lists signing requests whose keys wait for a certificate', nothing, list(certificate.signingRequest)),
  'signingRequest.delete': method('Deletes a signing request and its key', byId, deleted),
  'softwareStatement.list': method('Lists software statements', nothing, list(statement.softwareStatement)),
  'softwareStatement.get': method('Reads one software statement and checks its assertion', byId, statement.softwareStatement),
  'softwareStatement.create': method('Adds a software statement', statement.createSoftwareStatementInput, statement.softwareStatement),
  'softwareStatement.update': method(
    'Changes a software statement or renews its assertion',
    statement.updateSoftwareStatementInput,
    statement.softwareStatement,
  ),
  'softwareStatement.fetchAssertion': method(
    'Fetches a fresh assertion from a directory',
    statement.fetchAssertionInput,
    statement.softwareStatement,
  ),
  'directory.list': method('Lists the directories that issue software statement assertions', nothing, list(statement.directory)),
  'directory.setCaCertificates': method(
    'Sets the CA certificates that a directory is trusted by, beside the public roots',
    statement.setDirectoryCaCertificatesInput,
    statement.directory,
  ),
  'softwareStatement.delete': method('Deletes a software statement', byId, deleted),
  'encryptionKeyDescription.list': method(
    'Lists encryption keys and whether each can be reached',
    nothing,
    list(key.encryptionKeyDescription),
  ),
  'encryptionKeyDescription.get': method('Reads one encryption key description', byId, key.encryptionKeyDescription),
  'encryptionKeyDescription.create': method('Adds an encryption key', key.createEncryptionKeyInput, key.encryptionKeyDescription),
  'encryptionKeyDescription.setCurrent': method('Seals new values with this key', byId, key.encryptionKeyDescription),
  'encryptionKeyDescription.rotate': method('Seals every value again with the current key', nothing, z.object({ resealed: z.int() })),
  'encryptionKeyDescription.cancelRotate': method(
    'Ends a rotation after the batch under way; what is sealed anew stays so',
    nothing,
    key.cancelledRotation,
  ),
  'encryptionKeyDescription.delete': method('Deletes a key that seals nothing', byId, deleted),
  'bankProfile.list': method('Lists bank profiles', nothing, list(profile.bankProfile)),
  'bankProfile.get': method('Reads one bank profile', byId, profile.bankProfile),
  'bankProfile.create': method('Adds a bank profile', profile.bankProfileFields, profile.bankProfile),
  'bankProfile.update': method('Replaces a bank profile', profile.updateBankProfileInput, profile.bankProfile),
  'bankProfile.override': method(
    'Changes single values of a built-in profile, or fills in what it needs',
    profile.overrideBankProfileInput,
    profile.bankProfile,
  ),
  'bankProfile.import': method('Adds or overrides profiles from a file', profile.importBankProfilesInput, list(profile.bankProfile)),
  'bankProfile.delete': method('Deletes a bank profile', byId, deleted),
  'bankRegistration.list': method('Lists registrations with banks', nothing, list(registration.bankRegistration)),
  'bankRegistration.get': method(
    'Reads one registration, from the bank if asked',
    registration.getBankRegistrationInput,
    registration.bankRegistration,
  ),
  'bankRegistration.create': method(
    'Registers an OAuth client with a bank',
    registration.createBankRegistrationInput,
    registration.bankRegistration,
  ),
  'bankRegistration.subjectDns': method(
    'Writes the subject of the transport certificate in every known way',
    registration.subjectDnsInput,
    registration.subjectDns,
  ),
  'bankRegistration.reusable': method(
    'Lists clients of the same bank group that a registration would share',
    registration.reusableClientsInput,
    registration.reusableClients,
  ),
  'bankRegistration.update': method(
    'Updates the client at the bank',
    registration.updateBankRegistrationInput,
    registration.bankRegistration,
  ),
  'bankRegistration.delete': method('Deletes the client at the bank', registration.deleteBankRegistrationInput, deleted),
  'accountAccessConsent.list': method('Lists account access consents', nothing, list(consent.accountAccessConsent)),
  'accountAccessConsent.get': method('Reads one consent, from the bank if asked', consent.getConsentInput, consent.accountAccessConsent),
  'accountAccessConsent.create': method('Creates a consent at the bank', consent.createConsentInput, consent.accountAccessConsent),
  'accountAccessConsent.delete': method('Deletes a consent at the bank', consent.deleteConsentInput, deleted),
  'accountAccessConsent.startAuthorisation': method(
    'Makes the address where the customer authorises a consent',
    consent.startAuthorisationInput,
    consent.startedAuthorisation,
  ),
  'accountAccessConsent.completeAuthorisation': method(
    'Checks the redirect and exchanges the code for tokens',
    consent.completeAuthorisationInput,
    consent.completedAuthorisation,
  ),
  'accountAccessConsent.refresh': method(
    'Exchanges the refresh token for new tokens',
    consent.refreshConsentInput,
    consent.accountAccessConsent,
  ),
  'accountAccessConsent.listAuthorisations': method(
    'Lists the authorisations that wait for the customer',
    nothing,
    list(consent.waitingAuthorisation),
  ),
  'accountAccessConsent.cancelAuthorisation': method(
    'Ends an authorisation that waits for the customer',
    consent.cancelAuthorisationInput,
    consent.cancelledAuthorisation,
  ),
  'accountAccessConsent.reconfirm': method(
    'Records that the customer has said that the consent still stands',
    byId,
    consent.accountAccessConsent,
  ),
  'accountAccessConsent.history': method('Lists what happened to a consent, oldest first', byId, list(consent.consentEvent)),
  'accountAccessConsent.allowedCalls': method('Tells what a consent lets us read, and why not the rest', byId, data.allowedCalls),
  'account.list': method('Lists accounts', data.listAccountsInput, data.accounts),
  'balance.list': method('Lists balances', data.listBalancesInput, data.balances),
  'account.cancelFetch': method('Ends what is being fetched from the bank for a consent', data.cancelFetchInput, data.cancelledFetch),
  'balance.history': method('Lists every balance known of an account, day by day', data.balanceHistoryInput, data.balanceHistory),
  'transaction.list': method('Lists transactions, filtered, sorted and paged', data.listTransactionsInput, data.transactions),
  'transaction.summary': method(
    'Counts and adds up the transactions that pass a filter',
    data.summariseTransactionsInput,
    data.transactionSummary,
  ),
  'transaction.export': method(
    'Writes the transactions that pass a filter as CSV or JSON',
    data.exportTransactionsInput,
    data.exportedTransactions,
  ),
  'beneficiary.list': method('Lists beneficiaries', data.listAccountRecordsInput, data.accountRecords),
  'directDebit.list': method('Lists direct debits', data.listAccountRecordsInput, data.accountRecords),
  'standingOrder.list': method('Lists standing orders', data.listAccountRecordsInput, data.accountRecords),
  'scheduledPayment.list': method('Lists scheduled payments', data.listAccountRecordsInput, data.accountRecords),
  'product.list': method('Lists the products that the accounts are', data.listAccountRecordsInput, data.accountRecords),
  'offer.list': method('Lists offers', data.listAccountRecordsInput, data.accountRecords),
  'party.list': method('Lists the owners of accounts, and the customer', data.listPartiesInput, data.accountRecords),
  'statement.list': method('Lists statements', data.listStatementsInput, data.accountRecords),
  'statement.file': method('Reads the file of a statement', data.statementFileInput, data.statementFile),
  'statement.transactions': method('Lists the transactions of a statement', data.statementTransactionsInput, data.statementTransactions),
  'pot.list': method('Lists pots, where a bank has them', data.listAccountRecordsInput, data.accountRecords),
  'account.fetch': method(
    'Fetches everything that a consent lets us read, of one account or of all',
    data.fetchAccountDataInput,
    data.fetchedAccountData,
  ),
  'conformance.list': method(
    'Lists what the standard has otherwise in the data that a bank answered',
    data.listConformanceInput,
    data.conformanceReport,
  ),
  'requestLog.list': method('Lists exchanges with banks', log.listRequestLogInput, log.requestLogPage),
  'requestLog.summarise': method('Counts exchanges by run, and lists steps and banks', log.summariseRequestLogInput, log.requestLogSummary),
  'requestLog.get': method('Reads one exchange, redacted', byId, log.requestLogDetail),
  'requestLog.export': method('Exports exchanges as HAR, redacted', log.exportRequestLogInput, log.exportedRequestLog),
  'requestLog.clear': method('Removes exchanges', log.clearRequestLogInput, log.clearedRequestLog),
  'requestLog.setLimits': method('Limits the log in size and age', log.setRequestLogLimitsInput, log.requestLogLimits),
  'modelBank.start': method(
    'Starts the embedded model bank, as itself or in the way of a known bank',
    startModelBankInput,
    modelBankStatus,
  ),
  'modelBank.stop': method('Stops the embedded model bank', nothing, modelBankStatus),
  'modelBank.status': method('Tells where the model bank listens and who its customers and clients are', nothing, modelBankStatus),
  'modelBank.approveEnrolment': method('Approves a request to the enrolment portal as the bank’s operator', byEnrolment, modelBankStatus),
  'modelBank.refuseEnrolment': method('Refuses a request to the enrolment portal as the bank’s operator', byEnrolment, modelBankStatus),
  'workspace.check': method('Checks keys, certificates, assertions and registrations', nothing, workspace.workspaceCheck),
  'workspace.keep': method('Keeps an ephemeral workspace in a folder', workspace.keepWorkspaceInput, workspace.workspaceStatus),
  'workspace.status': method('Tells whether and where the workspace is kept', nothing, workspace.workspaceStatus),
  'workspace.about': method('Tells what the workbench runs on', nothing, workspace.about),
  'settings.get': method('Reads the settings of this workspace', nothing, settings.settings),
  'preferences.get': method('Reads what was set on the screens', nothing, settings.preferences),
  'preferences.set': method('Keeps what was set on the screens', settings.setPreferencesInput, settings.preferences),
  'settings.set': method('Changes the settings that are named', settings.setSettingsInput, settings.settings),
  'walkthrough.status': method('Tells how far the walkthrough is', nothing, walkthrough.walkthroughStatus),
  'walkthrough.runStep': method('Runs one step of the walkthrough', walkthrough.runStepInput, walkthrough.walkthroughStatus),
  'walkthrough.cancel': method('Ends the step that is running', nothing, walkthrough.walkthroughStatus),
  'walkthrough.run': method(
    'From certificates to transactions, step by step',
    walkthrough.runWalkthroughInput,
    walkthrough.walkthroughResult,
  ),
} as const

export type Api = typeof api
export type Method = keyof Api
/** What a caller writes: defaults may be left out. */
export type Input<M extends Method> = z.input<Api[M]['input']>
/** What the core receives: defaults filled in. */
export type ParsedInput<M extends Method> = z.output<Api[M]['input']>
export type Output<M extends Method> = z.output<Api[M]['output']>
