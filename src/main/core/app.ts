// The only wiring: from a data directory to one dispatch function.

import { join } from 'node:path'
import type { AppEvent } from '../../shared/events.ts'
import { createAuthContexts } from './account-access-consents/auth-contexts.ts'
import { createAuthorisationService } from './account-access-consents/authorisation-service.ts'
import { createConsentRecords } from './account-access-consents/consent-records.ts'
import { createConsentService } from './account-access-consents/consent-service.ts'
import { createConsentTokens } from './account-access-consents/consent-tokens.ts'
import { createAccountDataCore } from './accounts/account-data-core.ts'
import { createAccountDataService } from './accounts/account-data-service.ts'
import { createAccountFetchService } from './accounts/account-fetch-service.ts'
import { createAccountRecordService } from './accounts/account-record-service.ts'
import { createStatementService } from './accounts/statement-service.ts'
import { createBankClient } from './bank/client.ts'
import { createBankKeys } from './bank/jwks.ts'
import { createTokenCache } from './bank/tokens.ts'
import type { TransportTimeouts } from './bank/transport-errors.ts'
import { createBankProfileService } from './bank-profiles/bank-profile-service.ts'
import { openCatalogue } from './bank-profiles/catalogue.ts'
import { createBankRegistrationService } from './bank-registrations/bank-registration-service.ts'
import { createRegistrationRecords } from './bank-registrations/registration-records.ts'
import { createSessions } from './bank-registrations/sessions.ts'
import { createCertificateRecords } from './certificates/certificate-records.ts'
import { createCertificateService } from './certificates/certificate-service.ts'
import { createIdentities } from './certificates/identities.ts'
import { createSandboxCertificates } from './certificates/sandbox-certificates.ts'
import { createSigningRequests } from './certificates/signing-requests.ts'
import { type Clock, systemClock } from './clock.ts'
import type { CoreContext } from './context.ts'
import { createModelBankService, type LaunchModelBank } from './model-bank/model-bank-service.ts'
import { createRedirectAuthority } from './redirect/redirect-authority.ts'
import { createRedirectCapture } from './redirect/redirect-capture.ts'
import { createRequestLog } from './request-log/request-log.ts'
import { createRouter, type Dispatch, type Handle } from './router.ts'
import type { Services } from './services.ts'
import { createPreferencesService } from './settings/preferences-service.ts'
import { createSettingsService } from './settings/settings-service.ts'
import { createDirectories } from './software-statements/directories.ts'
import { createDirectoryTrust } from './software-statements/directory-trust.ts'
import { createSoftwareStatementService } from './software-statements/software-statement-service.ts'
import { createWalkthrough } from './walkthrough/runner.ts'
import { createWorkspaceCheck } from './workspace/check.ts'
import { openWorkspace } from './workspace/open-workspace.ts'

export { holdsWorkspace } from './db/data-dir.ts'

export interface AppOptions {
  /** Null: an ephemeral workspace; nothing is kept. */
  dataDir: string | null
  launchModelBank: LaunchModelBank
  clock?: Clock
  /** Keys and passphrases found in it are removed once read. */
  env?: NodeJS.ProcessEnv
  /** Where a person would keep an ephemeral workspace; only proposed. */
  suggestedDataDir?: string | null
  /** How long a bank may take, whatever the settings say. */
  timeouts?: Partial<TransportTimeouts>
  /** Whether this host opens windows that watch for a redirect; false when absent. */
  opensWindows?: boolean
  /** The file of known banks; the workbench's own when absent. */
  bankProfileFile?: string | undefined
}

export interface App {
  dispatch: Dispatch
  handle: Handle
  /** Returns a function that ends the subscription. */
  subscribe(listener: (event: AppEvent) => void): () => void
  /** Ends what runs; however often it is called, once. */
  close(): Promise<void>
}

/** Throws AppError: SECRET_STORE_UNAVAILABLE, DATA_DIR_IN_USE, SCHEMA_TOO_NEW or DATABASE_FAILED. */
export const createApp = async (options: AppOptions): Promise<App> => {
  const { dataDir, launchModelBank, clock = systemClock, env = process.env, suggestedDataDir = null, timeouts } = options
  const listeners = new Set<(event: AppEvent) => void>()
  const emit = (event: AppEvent) => {
    for (const listener of listeners) listener(event)
  }

  const workspace = await openWorkspace({ dataDir, env, clock, emit, suggestedDataDir })
  const { store, secrets, keys } = workspace
  const context: CoreContext = { store, secrets, clock, emit }
  const requestLog = createRequestLog({
    store,
    secrets,
    clock,
    onExchange: (requestLogId, runId) => emit({ type: 'exchange', requestLogId, runId }),
  })
  const settings = createSettingsService(context, requestLog)
  const bank = createBankClient({ requestLog, clock, timeouts: () => ({ ...settings.bankTimeouts(), ...timeouts }) })
  const tokens = createTokenCache(clock)
  const bankKeys = createBankKeys(bank, clock)

  const certificateRecords = createCertificateRecords(context)
  const sandboxCertificates = createSandboxCertificates(context, certificateRecords)
  const signingRequests = createSigningRequests(context)
  const catalogue = openCatalogue(options.bankProfileFile)
  const bankProfiles = createBankProfileService(context, catalogue)
  const modelBank = createModelBankService({
    launch: launchModelBank,
    profiles: bankProfiles,
    catalogue,
    stateFile: (name) => (workspace.dataDir === null ? null : join(workspace.dataDir, `${name}.sqlite`)),
    emit,
  })
  const identities = createIdentities({ clock, certificates: certificateRecords })
  const directories = createDirectories({
    bank,
    clock,
    records: certificateRecords,
    identities,
    known: () => catalogue.directories(),
    trust: createDirectoryTrust(context),
    async modelBank() {
      const found = await modelBank.whereabouts()
      if (!found) return null
      const { addresses, bankProfileId } = found
      return { addresses, target: { bankProfileId, caCertificates: [addresses.caCertificate] } }
    },
  })
  const softwareStatements = createSoftwareStatementService(context, certificateRecords, directories)
  const registrationRecords = createRegistrationRecords(context)
  const sessions = createSessions({
    identities,
    softwareStatements,
    profiles: bankProfiles,
    registrations: registrationRecords,
  })
  const bankRegistrations = createBankRegistrationService(context, {
    bank,
    tokens,
    sessions,
    records: registrationRecords,
    profiles: bankProfiles,
    softwareStatements,
  })
  const consentRecords = createConsentRecords(context)
  const consentTokens = createConsentTokens(context, { bank, keys: bankKeys, sessions, records: consentRecords, requestLog })
  const accountDataCore = createAccountDataCore({
    ...{ store, bank, clock, emit, consents: consentTokens },
    consentOf: (id) => consentRecords.get(id, 'accountAccessConsentId'),
    profileOf: ({ bankRegistrationId }) => bankProfiles.get(registrationRecords.get(bankRegistrationId).bankProfileId),
  })
  const consents = createConsentService({ clock, bank, tokens, sessions, records: consentRecords })
  const redirectAuthority = createRedirectAuthority(context)
  const authorisations = createAuthorisationService(context, {
    bank,
    keys: bankKeys,
    sessions,
    registrations: registrationRecords,
    records: consentRecords,
    contexts: createAuthContexts(context),
    tokens: consentTokens,
    consents,
    redirects: createRedirectCapture({ clock, authority: redirectAuthority, opensWindows: options.opensWindows ?? false }),
    requestLog,
  })
  const services: Omit<Services, 'walkthrough'> = {
    accountData: createAccountDataService(accountDataCore),
    accountFetch: createAccountFetchService(accountDataCore),
    accountRecords: createAccountRecordService(accountDataCore),
    authorisations,
    bankProfiles,
    bankRegistrations,
    certificates: createCertificateService(context, signingRequests, certificateRecords),
    consents,
    consentTokens,
    directories,
    keys,
    modelBank,
    redirectAuthority,
    requestLog,
    sandboxCertificates,
    sessions,
    preferences: createPreferencesService(store),
    settings,
    signingRequests,
    softwareStatements,
    statements: createStatementService(accountDataCore),
    workspace,
    workspaceCheck: createWorkspaceCheck({
      clock,
      keys,
      certificates: certificateRecords,
      softwareStatements,
      registrations: registrationRecords,
      profiles: bankProfiles,
      consents: consentRecords,
    }),
  }

  const end = async () => {
    await authorisations.close()
    await bank.close()
    await modelBank.stop()
    workspace.close()
  }
  let closing: Promise<void> | undefined

  return {
    ...createRouter({ ...services, walkthrough: createWalkthrough({ ...services, clock }, emit) }),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => (closing ??= end()),
  }
}
