import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'

export type AccountInformation = NonNullable<BankProfile['accountInformation']>

/** Throws CONFLICT when the bank has payments only. */
export const accountInformationOf = ({ displayName, accountInformation }: BankProfile, field?: string): AccountInformation => {
  if (accountInformation) return accountInformation
  throw new AppError('CONFLICT', `${displayName} offers no account information API`, {
    ...(field !== undefined && { field }),
    remedy: 'Choose another bank for account information.',
  })
}
