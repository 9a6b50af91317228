// Calls about a client that exists at the bank (RFC 7592, OB DCR 3.3).

import { AppError } from '../../../shared/errors.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { BankClient, BankRequest, BankResponse } from '../bank/client.ts'
import type { TokenCache } from '../bank/tokens.ts'
import type { CallContext } from '../context.ts'
import type { RegistrationRecords } from './registration-records.ts'
import type { Sessions } from './sessions.ts'

export interface ManagedClient {
  registrationEndpoint: string
  clientId: string
  /** The registration access token, or else a token of the client itself. */
  accessToken: string
}

export interface ManagedCall {
  registration: BankRegistration
  step: string
  /** Made when everything is at hand, just before it is sent. */
  build: (client: ManagedClient) => BankRequest
}

export const createManagedCalls =
  (deps: { bank: BankClient; tokens: TokenCache; sessions: Sessions; records: RegistrationRecords }) =>
  async ({ registration: { id }, step, build }: ManagedCall, call: CallContext): Promise<BankResponse> => {
    const { bank, tokens, sessions, records } = deps
    const session = await sessions.open(id, 'id')
    const { profile, endpoints, client } = session
    const { registrationEndpoint } = endpoints
    if (!registrationEndpoint) throw new AppError('CONFLICT', `${profile.displayName} offers no registration endpoint`, { field: 'id' })
    const context = { step, runId: call.runId, signal: call.signal, bankRegistrationId: id }
    const accessToken =
      records.secret(id, 'registration_access_token') ??
      (await tokens.clientCredentials(bank, session, profile.registration.managementScope, context)).accessToken
    const request = build({ registrationEndpoint, clientId: client.clientId, accessToken })
    const response = await bank.send(session.target, session.identity, request, context)
    // A refused token is not worth keeping, and a changed client may be given other ones.
    if (response.status === 401 || request.method !== 'GET') tokens.forget(id)
    return response
  }
