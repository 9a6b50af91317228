// Account data over a bank of a test, with consents that are in its store and allow everything.

import { type AccountDataDependencies, createAccountDataCore } from '../../src/main/core/accounts/account-data-core.ts'
import { AppError } from '../../src/shared/errors.ts'
import { type AccountAccessConsent, permission } from '../../src/shared/model/account-access-consent.ts'

type Given = Omit<AccountDataDependencies, 'consentOf' | 'profileOf'> & { consent?: Partial<AccountAccessConsent> }

export const accountDataCore = ({ consent = {}, ...deps }: Given) =>
  createAccountDataCore({
    ...deps,
    consentOf(id) {
      if (deps.store.get('select 1 from account_access_consent where id = ?', id)) return { ...authorised, id, ...consent }
      throw new AppError('NOT_FOUND', `Account access consent ${id} is not in this workspace`, { field: 'accountAccessConsentId' })
    },
    profileOf: () => ({ accountInformation: null }),
  })

const authorised: AccountAccessConsent = {
  ...{ id: '', created: '2026-01-01T00:00:00Z', bankRegistrationId: 'r', reference: null, apiVersion: '4.0', consentId: 'aac-1' },
  ...{ state: 'created', status: 'authorised', externalStatus: 'AUTH', statusUpdated: null, permissions: [...permission.options] },
  ...{
    expirationDateTime: null,
    transactionFromDateTime: null,
    transactionToDateTime: null,
    reconfirmation: null,
    readyFrom: null,
    warnings: [],
  },
  tokens: { scope: 'accounts', obtained: '2026-01-01T00:00:00Z', accessTokenExpires: null, refreshable: false, refreshTokenExpires: null },
}
