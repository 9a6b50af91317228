import { secretsMigration } from './001-secrets.ts'
import { requestLogMigration } from './002-request-log.ts'
import { entitiesMigration } from './003-entities.ts'
import { accountDataMigration } from './004-account-data.ts'
import { requestLogSearchMigration } from './005-request-log-search.ts'
import { transactionFiltersMigration } from './006-transaction-filters.ts'
import { consentHistoryMigration } from './007-consent-history.ts'
import { settingsMigration } from './008-settings.ts'
import { profilesMigration } from './009-profiles.ts'
import { registrationsMigration } from './010-registrations.ts'
import { authorisationsMigration } from './011-authorisations.ts'
import { tokensMigration } from './012-tokens.ts'
import { accountRecordsMigration } from './013-account-records.ts'
import { transactionsMigration } from './014-transactions.ts'
import { endingsAndDirectoriesMigration } from './015-endings-and-directories.ts'
import { statementTransactionsMigration } from './016-statement-transactions.ts'
import { registrationGroupsMigration } from './017-registration-groups.ts'
import type { Migration } from './migration.ts'

/** In the order of their versions, without gaps. */
export const migrations: readonly Migration[] = [
  secretsMigration,
  requestLogMigration,
  entitiesMigration,
  accountDataMigration,
  requestLogSearchMigration,
  transactionFiltersMigration,
  consentHistoryMigration,
  settingsMigration,
  profilesMigration,
  registrationsMigration,
  authorisationsMigration,
  tokensMigration,
  accountRecordsMigration,
  transactionsMigration,
  endingsAndDirectoriesMigration,
  statementTransactionsMigration,
  registrationGroupsMigration,
]
