// Calls about a client that exists at the bank (RFC 7592, OB DCR): whether the bank has them at all, and what they are authorised with.

import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { BankClient, BankRequest, BankResponse } from '../bank/client.ts'
import type { BankSession, ExchangeContext } from '../bank/session.ts'
import type { TokenCache } from '../bank/tokens.ts'
import type { CallContext } from '../context.ts'
import type { RegistrationRecords } from './registration-records.ts'
import type { Sessions } from './sessions.ts'

type Operation = BankProfile['registration']['operations'][number]

export interface ManagedClient {
  registrationEndpoint: string
  clientId: string
  /** A token of the client itself, or the registration access token, as the profile says. */
  accessToken: string
}

export interface ManagedCall {
  registration: BankRegistration
  operation: Operation
  /** Made when everything is at hand, just before it is sent. */
  build: (client: ManagedClient) => BankRequest
}

const remedies: Record<Operation, string> = {
  read: 'What the bank answered to the registration is kept here; look there, or at the bank’s own portal.',
  update: 'Register again with reuse set to never, or change the client at the bank’s own portal.',
  delete: 'Delete it here with localOnly; the client stays at the bank.',
}

const words: Record<Operation, string> = { read: 'read', update: 'updated', delete: 'deleted' }

export const createManagedCalls = (deps: { bank: BankClient; tokens: TokenCache; sessions: Sessions; records: RegistrationRecords }) => {
  const { bank, tokens, sessions, records } = deps

  const accessToken = async (session: BankSession, context: ExchangeContext): Promise<string> => {
    const { registration, displayName } = session.profile
    if (registration.managementToken === 'clientCredentials')
      return (await tokens.clientCredentials(bank, session, registration.managementScope, context)).accessToken
    const token = records.secret(session.bankRegistrationId, 'registration_access_token')
    if (token) return token
    throw new AppError('SECRET_MISSING', `Registration access token for ${displayName} is missing; the bank gave none`, {
      field: 'id',
      remedy: 'Delete it here with localOnly, and add it again with the token that the bank issued.',
    })
  }

  return {
    /** Throws CONFLICT, before anything leaves, for what the bank does not offer or what is not for us to do. */
    check(operation: Operation, registration: BankRegistration, profile: BankProfile): void {
      if (registration.registeredElsewhere && !records.secret(registration.id, 'registration_access_token')) {
        throw new AppError('CONFLICT', `A client registered elsewhere cannot be ${words[operation]} from here`, {
          field: 'id',
          remedy: 'Use the bank’s own portal; delete it here with localOnly.',
        })
      }
      if (profile.registration.operations.includes(operation)) return
      const message = `${profile.displayName} does not let clients be ${words[operation]} over its registration endpoint`
      throw new AppError('CONFLICT', message, { field: operation === 'read' ? 'fromBank' : 'id', remedy: remedies[operation] })
    },

    async send({ registration: { id }, operation, build }: ManagedCall, call: CallContext): Promise<BankResponse> {
      const session = await sessions.open(id, 'id')
      const { profile, endpoints, client } = session
      const { registrationEndpoint } = endpoints
      if (!registrationEndpoint) throw new AppError('CONFLICT', `${profile.displayName} offers no registration endpoint`, { field: 'id' })
      const context = { step: `registration.${operation}`, runId: call.runId, signal: call.signal, bankRegistrationId: id }
      const request = build({ registrationEndpoint, clientId: client.clientId, accessToken: await accessToken(session, context) })
      const response = await bank.send(session.target, session.identity, request, context)
      // A refused token is not worth keeping, and a changed client may be given other ones.
      if (response.status === 401 || request.method !== 'GET') tokens.forget(id)
      return response
    },
  }
}

export type ManagedCalls = ReturnType<typeof createManagedCalls>
