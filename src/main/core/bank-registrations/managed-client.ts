// Calls about a client that exists at the bank (RFC 7592, OB DCR): whether the bank has them at all, and what they are authorised with.

import { lacksManagementToken, type ManagementOperation } from '../../../shared/client-management.ts'
import { AppError } from '../../../shared/errors.ts'
import { type BankProfile, functionalScopes } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { BankClient, BankRequest, BankResponse } from '../bank/client.ts'
import type { BankSession, ExchangeContext } from '../bank/session.ts'
import type { TokenCache } from '../bank/tokens.ts'
import type { CallContext } from '../context.ts'
import type { RegistrationRecords } from './registration-records.ts'
import type { Sessions } from './sessions.ts'

export interface ManagedClient {
  registrationEndpoint: string
  clientId: string
  /** A token of the client itself, or the registration access token, as the profile says. */
  accessToken: string
}

export interface ManagedCall {
  registration: BankRegistration
  operation: ManagementOperation
  /** Made when everything is at hand, just before it is sent. */
  build: (client: ManagedClient) => BankRequest
}

const remedies: Record<ManagementOperation, string> = {
  read: 'What the bank answered to the registration is kept here; look there, or at the bank’s own portal.',
  update: 'Register again with reuse set to never, or change the client at the bank’s own portal.',
  delete: 'Delete it here with localOnly; the client stays at the bank.',
}

const words: Record<ManagementOperation, string> = { read: 'read', update: 'updated', delete: 'deleted' }

/** A client that has none of the functional scopes asks for none. `clientScope`: what the client is registered with. */
const managementScope = ({ managementScope: scope }: BankProfile['registration'], clientScope: string): string | null => {
  if (scope !== 'functional') return scope
  return functionalScopes.find((one) => clientScope.split(' ').includes(one)) ?? null
}

export const createManagedCalls = (deps: { bank: BankClient; tokens: TokenCache; sessions: Sessions; records: RegistrationRecords }) => {
  const { bank, tokens, sessions, records } = deps

  const accessToken = async (session: BankSession, clientScope: string, context: ExchangeContext): Promise<string> => {
    const { registration, displayName } = session.profile
    if (registration.managementToken === 'clientCredentials')
      return (await tokens.clientCredentials(bank, session, managementScope(registration, clientScope), context)).accessToken
    const token = records.secret(session.bankRegistrationId, 'registration_access_token')
    if (token) return token
    throw new AppError('SECRET_MISSING', `Registration access token for ${displayName} is missing; the bank gave none`, {
      field: 'id',
      remedy: 'Delete it here with localOnly, and add it again with the token that the bank issued.',
    })
  }

  return {
    /** Throws CONFLICT, before anything leaves, for what the bank does not offer or what is not for us to do. */
    check(operation: ManagementOperation, registration: BankRegistration, profile: BankProfile): void {
      // A client of our own was given the token with the registration; its lack is told when it is looked for.
      if (registration.registeredElsewhere && lacksManagementToken(registration, profile)) {
        const message = `A client registered elsewhere cannot be ${words[operation]} without its registration access token`
        throw new AppError('CONFLICT', message, {
          field: 'id',
          remedy: 'Use the bank’s own portal; or delete it here with localOnly and add it again with the token that the bank issued.',
        })
      }
      if (profile.registration.operations.includes(operation)) return
      const message = `${profile.displayName} does not let clients be ${words[operation]} over its registration endpoint`
      throw new AppError('CONFLICT', message, { field: operation === 'read' ? 'fromBank' : 'id', remedy: remedies[operation] })
    },

    async send({ registration: { id, scope }, operation, build }: ManagedCall, call: CallContext): Promise<BankResponse> {
      const session = await sessions.open(id, 'id')
      const { profile, endpoints, client } = session
      const { registrationEndpoint } = endpoints
      if (!registrationEndpoint) throw new AppError('CONFLICT', `${profile.displayName} offers no registration endpoint`, { field: 'id' })
      const context = { step: `registration.${operation}`, runId: call.runId, signal: call.signal, bankRegistrationId: id }
      const request = build({ registrationEndpoint, clientId: client.clientId, accessToken: await accessToken(session, scope, context) })
      const response = await bank.send(session.target, session.identity, request, context)
      // A refused token is not worth keeping, and a changed client may be given other ones.
      if (response.status === 401 || request.method !== 'GET') tokens.forget(id)
      return response
    },
  }
}

export type ManagedCalls = ReturnType<typeof createManagedCalls>
