import type { AuthorisationService } from './account-access-consents/authorisation-service.ts'
import type { ConsentService } from './account-access-consents/consent-service.ts'
import type { ConsentTokenService } from './account-access-consents/consent-tokens.ts'
import type { AccountDataService } from './accounts/account-data-service.ts'
import type { AccountFetchService } from './accounts/account-fetch-service.ts'
import type { AccountRecordService } from './accounts/account-record-service.ts'
import type { StatementService } from './accounts/statement-service.ts'
import type { BankProfileService } from './bank-profiles/bank-profile-service.ts'
import type { BankRegistrationService } from './bank-registrations/bank-registration-service.ts'
import type { Sessions } from './bank-registrations/sessions.ts'
import type { CertificateService } from './certificates/certificate-service.ts'
import type { SandboxCertificates } from './certificates/sandbox-certificates.ts'
import type { SigningRequests } from './certificates/signing-requests.ts'
import type { ModelBankService } from './model-bank/model-bank-service.ts'
import type { RedirectAuthority } from './redirect/redirect-authority.ts'
import type { RequestLog } from './request-log/request-log.ts'
import type { EncryptionKeys } from './secrets/encryption-keys.ts'
import type { PreferencesService } from './settings/preferences-service.ts'
import type { SettingsService } from './settings/settings-service.ts'
import type { Directories } from './software-statements/directories.ts'
import type { SoftwareStatementService } from './software-statements/software-statement-service.ts'
import type { Walkthrough } from './walkthrough/runner.ts'
import type { createWorkspaceCheck } from './workspace/check.ts'
import type { Workspace } from './workspace/workspace.ts'

/** Everything the router can call. */
export interface Services {
  accountData: AccountDataService
  accountFetch: AccountFetchService
  accountRecords: AccountRecordService
  authorisations: AuthorisationService
  bankProfiles: BankProfileService
  bankRegistrations: BankRegistrationService
  certificates: CertificateService
  consents: ConsentService
  consentTokens: ConsentTokenService
  directories: Pick<Directories, 'list' | 'setCaCertificates'>
  keys: EncryptionKeys
  modelBank: ModelBankService
  redirectAuthority: RedirectAuthority
  requestLog: RequestLog
  sandboxCertificates: SandboxCertificates
  sessions: Sessions
  preferences: PreferencesService
  settings: SettingsService
  signingRequests: SigningRequests
  softwareStatements: SoftwareStatementService
  statements: StatementService
  walkthrough: Walkthrough
  workspace: Workspace
  workspaceCheck: ReturnType<typeof createWorkspaceCheck>
}
