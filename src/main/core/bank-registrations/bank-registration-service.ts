import { dnRenderings } from '../../../pki/distinguished-name.ts'
import type { ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile, TokenEndpointAuthMethod } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import type { BankClient } from '../bank/client.ts'
import { discover, endpointsOf } from '../bank/discovery.ts'
import { changedNothing } from '../bank/outcome.ts'
import type { ExchangeContext } from '../bank/session.ts'
import type { TokenCache } from '../bank/tokens.ts'
import type { BankProfileService } from '../bank-profiles/bank-profile-service.ts'
import type { CallContext, CoreContext } from '../context.ts'
import type { SoftwareStatementService } from '../software-statements/software-statement-service.ts'
import { createManagedCalls, type ManagedClient } from './managed-client.ts'
import {
  buildRegistrationCreate,
  buildRegistrationDelete,
  buildRegistrationRead,
  buildRegistrationRequest,
  buildRegistrationUpdate,
  processRegistrationDelete,
  processRegistrationResponse,
} from './registration-exchange.ts'
import type { RegistrationRecords } from './registration-records.ts'
import { type Sessions, targetOf } from './sessions.ts'

const secretMethods: TokenEndpointAuthMethod[] = ['client_secret_basic', 'client_secret_post']

export const createBankRegistrationService = (
  { store, clock }: CoreContext,
  deps: {
    bank: BankClient
    tokens: TokenCache
    sessions: Sessions
    records: RegistrationRecords
    profiles: BankProfileService
    softwareStatements: SoftwareStatementService
  },
) => {
  const { bank, records, sessions } = deps
  const manage = createManagedCalls(deps)

  const importClient = async (
    input: ParsedInput<'bankRegistration.create'>,
    profile: BankProfile,
    statement: SoftwareStatement,
    context: ExchangeContext,
  ): Promise<BankRegistration> => {
    const tokenEndpointAuthMethod = input.tokenEndpointAuthMethod ?? profile.tokenEndpointAuthMethod
    if (secretMethods.includes(tokenEndpointAuthMethod) && !input.externalApiSecret) {
      throw new AppError('INVALID_INPUT', `${tokenEndpointAuthMethod} needs the client secret that the bank gave`, {
        field: 'externalApiSecret',
      })
    }
    const { certificate, identity } = sessions.identity(statement)
    const metadata = await discover(bank, targetOf(profile), identity, profile, context)
    return store.transaction(() => {
      const registration = records.insert(
        {
          bankProfileId: profile.id,
          softwareStatementId: statement.id,
          state: 'registered',
          externalApiId: input.externalApiId ?? null,
          registeredElsewhere: true,
          tokenEndpointAuthMethod,
          tlsClientAuthSubjectDn: null,
          scope: input.scope,
          redirectUris: input.redirectUris ?? statement.redirectUris,
          endpoints: endpointsOf(metadata, profile),
          requested: null,
        },
        certificate,
      )
      if (input.externalApiSecret) records.putSecret(registration.id, 'client_secret', input.externalApiSecret)
      return records.get(registration.id)
    })
  }

  const requestFor = async (
    profile: BankProfile,
    statement: SoftwareStatement,
    asked: { tokenEndpointAuthMethod: TokenEndpointAuthMethod; redirectUris: string[]; scope: string; clientId?: string; issuer: string },
  ) => {
    if (!statement.ssa) {
      throw new AppError('INVALID_INPUT', `Software statement "${statement.clientName}" has no assertion`, {
        field: 'softwareStatementId',
        remedy: 'Obtain one from the directory.',
      })
    }
    const { certificate } = sessions.identity(statement)
    const subjectDn = dnRenderings(certificate.certificate).find(({ rendering }) => rendering === profile.registration.subjectDnRendering)
    return buildRegistrationRequest({
      profile,
      softwareStatement: statement,
      ssaJwt: statement.ssa.jwt,
      subjectDn: subjectDn?.value ?? certificate.subject,
      signing: await sessions.signingKey(statement),
      now: clock.now(),
      ...asked,
    })
  }

  const register = async (
    input: ParsedInput<'bankRegistration.create'>,
    profile: BankProfile,
    statement: SoftwareStatement,
    context: ExchangeContext,
  ): Promise<BankRegistration> => {
    if (!profile.registration.dcr) {
      throw new AppError('INVALID_INPUT', `${profile.displayName} does not offer dynamic client registration`, {
        field: 'externalApiId',
        remedy: 'Register at the bank’s own portal and give the client id here.',
      })
    }
    const { certificate, identity } = sessions.identity(statement)
    const target = targetOf(profile)
    const metadata = await discover(bank, target, identity, profile, context)
    const endpoints = endpointsOf(metadata, profile)
    if (!endpoints.registrationEndpoint) {
      throw new AppError('BANK_INVALID_RESPONSE', `${profile.displayName} publishes no registration endpoint`, {
        remedy: 'Set endpoints.registrationEndpoint in the bank profile.',
      })
    }
    const asked = {
      tokenEndpointAuthMethod: input.tokenEndpointAuthMethod ?? profile.tokenEndpointAuthMethod,
      redirectUris: input.redirectUris ?? statement.redirectUris,
      scope: input.scope,
      issuer: endpoints.issuer,
    }
    const request = await requestFor(profile, statement, asked)
    // The row comes before the call: what the bank does cannot be rolled back, so a crash must leave a trace.
    const begun = records.insert(
      {
        bankProfileId: profile.id,
        softwareStatementId: statement.id,
        state: 'registering',
        externalApiId: null,
        registeredElsewhere: false,
        ...asked,
        tlsClientAuthSubjectDn: request.claims.tls_client_auth_subject_dn ?? null,
        endpoints,
        requested: request.claims,
      },
      certificate,
    )
    try {
      const response = await bank.send(target, identity, buildRegistrationCreate(endpoints.registrationEndpoint, request), {
        ...context,
        step: 'registration.create',
        bankRegistrationId: begun.id,
      })
      return records.accept(begun.id, processRegistrationResponse(response, 201, request.claims))
    } catch (error) {
      // Otherwise the outcome is open, and the row says so.
      if (changedNothing(error)) records.remove(begun.id)
      throw error
    }
  }

  const refuseElsewhere = (registration: BankRegistration, what: string) => {
    if (registration.registeredElsewhere) {
      throw new AppError('CONFLICT', `A client registered elsewhere cannot be ${what} from here`, {
        field: 'id',
        remedy: 'Use the bank’s own portal; delete it here with localOnly.',
      })
    }
  }

  return {
    list: () => records.list(),

    async create(input: ParsedInput<'bankRegistration.create'>, call: CallContext): Promise<BankRegistration> {
      const profile = deps.profiles.get(input.bankProfileId, 'bankProfileId')
      const statement = deps.softwareStatements.get(input.softwareStatementId, 'softwareStatementId')
      if (input.externalApiSecret && !input.externalApiId) {
        throw new AppError('INVALID_INPUT', 'A client secret is of no use without the client id it belongs to', { field: 'externalApiId' })
      }
      const context = { step: 'discovery', runId: call.runId, signal: call.signal }
      return input.externalApiId ? importClient(input, profile, statement, context) : register(input, profile, statement, context)
    },

    async get(input: ParsedInput<'bankRegistration.get'>, call: CallContext): Promise<BankRegistration> {
      const registration = records.get(input.id)
      if (!input.fromBank) return registration
      refuseElsewhere(registration, 'read')
      const response = await manage({ registration, build: buildRegistrationRead, step: 'registration.read' }, call)
      return records.accept(registration.id, processRegistrationResponse(response, 200, registration.requested ?? {}))
    },

    async update(input: ParsedInput<'bankRegistration.update'>, call: CallContext): Promise<BankRegistration> {
      const registration = records.get(input.id)
      refuseElsewhere(registration, 'updated')
      const profile = deps.profiles.get(registration.bankProfileId)
      const statement = deps.softwareStatements.get(registration.softwareStatementId)
      const redirectUris = input.redirectUris ?? registration.redirectUris
      const scope = input.scope ?? registration.scope
      const request = await requestFor(profile, statement, {
        tokenEndpointAuthMethod: registration.tokenEndpointAuthMethod,
        redirectUris,
        scope,
        issuer: registration.endpoints.issuer,
        ...(registration.externalApiId ? { clientId: registration.externalApiId } : {}),
      })
      const build = (client: ManagedClient) => buildRegistrationUpdate({ ...client, request })
      const response = await manage({ registration, build, step: 'registration.update' }, call)
      const answer = processRegistrationResponse(response, 200, request.claims)
      return records.accept(registration.id, { ...answer, requested: request.claims, redirectUris, scope })
    },

    async remove(input: ParsedInput<'bankRegistration.delete'>, call: CallContext): Promise<{ id: string }> {
      const registration = records.get(input.id)
      if (store.get('select 1 from account_access_consent where bank_registration_id = ?', input.id)) {
        throw new AppError('CONFLICT', 'The registration has consents', { field: 'id', remedy: 'Delete its consents first.' })
      }
      if (!input.localOnly) {
        refuseElsewhere(registration, 'deleted')
        const build = (client: ManagedClient) => {
          records.setState(registration.id, 'deleting')
          return buildRegistrationDelete(client)
        }
        try {
          processRegistrationDelete(await manage({ registration, build, step: 'registration.delete' }, call))
        } catch (error) {
          if (changedNothing(error)) records.setState(registration.id, registration.state)
          throw error
        }
      }
      records.remove(registration.id)
      return { id: registration.id }
    },
  }
}

export type BankRegistrationService = ReturnType<typeof createBankRegistrationService>
