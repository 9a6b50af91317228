// Whether a client that exists at a bank can be read, updated or deleted from here (RFC 7592, OB DCR).

import type { BankProfile } from './model/bank-profile.ts'
import type { BankRegistration } from './model/bank-registration.ts'

export type ManagementOperation = BankProfile['registration']['operations'][number]

type Client = Pick<BankRegistration, 'hasRegistrationAccessToken'>
type Bank = Pick<BankProfile, 'registration'>

/** The bank wants the token that it gave with the client, and none is kept. */
export const lacksManagementToken = ({ hasRegistrationAccessToken }: Client, { registration }: Bank): boolean =>
  registration.managementToken === 'registrationAccessToken' && !hasRegistrationAccessToken

/** The bank offers it, and there is a token to ask with. */
export const canManage = (operation: ManagementOperation, client: Client, bank: Bank): boolean =>
  bank.registration.operations.includes(operation) && !lacksManagementToken(client, bank)
