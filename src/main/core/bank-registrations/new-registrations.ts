// How a registration comes to be: with a client registered here, with one registered elsewhere, or with one that the group has already.

import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import type { BankClient } from '../bank/client.ts'
import { discover, endpointsOf } from '../bank/discovery.ts'
import { signingAlgorithmOf } from '../bank/jws.ts'
import { changedNothing } from '../bank/outcome.ts'
import type { ExchangeContext } from '../bank/session.ts'
import { renderedSubject } from '../bank/subject-dn.ts'
import type { BankProfileService } from '../bank-profiles/bank-profile-service.ts'
import type { CoreContext } from '../context.ts'
import { assertionOf, checkSeparateScopes } from './registration-checks.ts'
import { buildRegistrationCreate, processRegistrationResponse } from './registration-exchange.ts'
import { type RegistrationGroups, registrationGroupOf } from './registration-groups.ts'
import { type CreateInput, checkImport, checkInput, importWarnings } from './registration-input.ts'
import type { NewRegistration, RegistrationRecords } from './registration-records.ts'
import { type AskedRegistration, buildRegistrationRequest } from './registration-request.ts'
import { checkSigningAlgorithm, type Sessions, targetOf } from './sessions.ts'
import { offerSubject } from './subject-refusal.ts'
import { createTurns } from './turns.ts'

interface Wish extends Omit<AskedRegistration, 'profile' | 'signing' | 'now' | 'ssaJwt' | 'softwareStatement'> {
  profile: BankProfile
  statement: SoftwareStatement
}

/** The signed request of a software statement; INVALID_INPUT for what the bank would refuse. */
export const createRequests =
  ({ clock, sessions }: { clock: CoreContext['clock']; sessions: Sessions }) =>
  async ({ statement, ...asked }: Wish) => {
    const ssaJwt = assertionOf(statement)
    const signing = await sessions.signingKey(statement)
    checkSigningAlgorithm(signing, asked.profile)
    return buildRegistrationRequest({ ...asked, softwareStatement: statement, ssaJwt, signing, now: clock.now() })
  }

export const createNewRegistrations = (
  { store, clock }: Pick<CoreContext, 'store' | 'clock'>,
  deps: {
    bank: BankClient
    sessions: Sessions
    profiles: Pick<BankProfileService, 'materialise'>
    records: RegistrationRecords
    groups: RegistrationGroups
  },
) => {
  const { bank, sessions, records, groups } = deps
  const buildRequest = createRequests({ clock, sessions })

  const insert: RegistrationRecords['insert'] = (entry, ...rest) =>
    store.transaction(() => {
      deps.profiles.materialise(entry.bankProfileId)
      return records.insert(entry, ...rest)
    })

  /** Everything that is known before the bank is asked. */
  const prepare = async (input: CreateInput, profile: BankProfile, statement: SoftwareStatement) => {
    const tokenEndpointAuthMethod = input.tokenEndpointAuthMethod ?? profile.tokenEndpointAuthMethod
    checkInput(input, tokenEndpointAuthMethod)
    checkSeparateScopes(input.scope, profile.registration)
    const { certificate, identity } = sessions.identity(statement)
    const signing = await sessions.signingKey(statement)
    checkSigningAlgorithm(signing, profile)
    return { input, profile, statement, tokenEndpointAuthMethod, certificate, identity, algorithm: signingAlgorithmOf(signing) }
  }
  type Prepared = Awaited<ReturnType<typeof prepare>>

  const endpointsAt = async ({ profile, identity, tokenEndpointAuthMethod }: Prepared, context: ExchangeContext) =>
    endpointsOf(await discover(bank, targetOf(profile), identity, { ...profile, tokenEndpointAuthMethod }, context), profile)

  const commonFields = ({ input, profile, statement, tokenEndpointAuthMethod, algorithm }: Prepared) => ({
    bankProfileId: profile.id,
    softwareStatementId: statement.id,
    tokenEndpointAuthMethod,
    scope: input.scope,
    redirectUris: input.redirectUris ?? statement.redirectUris,
    signingAlgorithm: algorithm,
    registrationGroup: registrationGroupOf(profile, input.scope),
  })

  const share = async (prepared: Prepared, source: BankRegistration, context: ExchangeContext): Promise<BankRegistration> => {
    const { input, certificate } = prepared
    const { externalApiId, registeredElsewhere, tlsClientAuthSubjectDn, requested, accepted, warnings } = source
    const endpoints = await endpointsAt(prepared, context)
    const entry: NewRegistration = {
      ...commonFields(prepared),
      ...{ state: 'registered', externalApiId, registeredElsewhere, tlsClientAuthSubjectDn, requested, endpoints },
      redirectUris: input.redirectUris ?? source.redirectUris,
    }
    return store.transaction(() => {
      const sharesClientOf = source.sharesClientOf ?? source.id
      const { id } = insert(entry, certificate, { accepted, warnings, sharesClientOf })
      for (const column of ['client_secret', 'registration_access_token'] as const) {
        const secret = records.secret(source.id, column)
        if (secret) records.putSecret(id, column, secret)
      }
      return records.get(id)
    })
  }

  const importClient = async (prepared: Prepared, context: ExchangeContext): Promise<BankRegistration> => {
    const { input, statement, certificate, tokenEndpointAuthMethod } = prepared
    checkImport(input, tokenEndpointAuthMethod, statement)
    const endpoints = await endpointsAt(prepared, context)
    const entry: NewRegistration = {
      ...commonFields(prepared),
      ...{ state: 'registered', externalApiId: input.externalApiId ?? null, registeredElsewhere: true, endpoints, requested: null },
      tlsClientAuthSubjectDn: input.tlsClientAuthSubjectDn ?? null,
    }
    return store.transaction(() => {
      const { id } = insert(entry, certificate, { warnings: importWarnings(input, statement) })
      if (input.externalApiSecret) records.putSecret(id, 'client_secret', input.externalApiSecret)
      if (input.registrationAccessToken) records.putSecret(id, 'registration_access_token', input.registrationAccessToken)
      return records.get(id)
    })
  }

  /** Where clients are registered, and whatever else the bank publishes. */
  const registrationAt = async (prepared: Prepared, context: ExchangeContext) => {
    const { displayName, registration } = prepared.profile
    if (!registration.dcr) {
      throw new AppError('INVALID_INPUT', `${displayName} does not offer dynamic client registration`, {
        field: 'externalApiId',
        remedy: `Register at ${registration.portal ?? 'the bank’s own portal'} and give the client id here.`,
      })
    }
    assertionOf(prepared.statement)
    const endpoints = await endpointsAt(prepared, context)
    if (endpoints.registrationEndpoint) return { endpoints, registrationEndpoint: endpoints.registrationEndpoint }
    throw new AppError('BANK_INVALID_RESPONSE', `${displayName} publishes no registration endpoint`, {
      remedy: 'Set endpoints.registrationEndpoint in the bank profile.',
    })
  }

  const registerAs = async (subjectDn: string, prepared: Prepared, context: ExchangeContext): Promise<BankRegistration> => {
    const { profile, statement, certificate, identity } = prepared
    const { endpoints, registrationEndpoint } = await registrationAt(prepared, context)
    const common = commonFields(prepared)
    const request = await buildRequest({ ...common, profile, statement, subjectDn, issuer: endpoints.issuer })
    // The row comes before the call: what the bank does cannot be rolled back, so a crash must leave a trace.
    const tlsClientAuthSubjectDn = request.claims.tls_client_auth_subject_dn ?? null
    const open = { state: 'registering', externalApiId: null, registeredElsewhere: false } as const
    const begun = insert({ ...common, ...open, tlsClientAuthSubjectDn, endpoints, requested: request.claims }, certificate)
    try {
      const sent = { ...context, step: 'registration.create', bankRegistrationId: begun.id }
      const response = await bank.send(targetOf(profile), identity, buildRegistrationCreate(registrationEndpoint, request), sent)
      const { answerFaults } = profile.registration
      return records.accept(begun.id, processRegistrationResponse(response, { status: 201, asked: request.claims, answerFaults }))
    } catch (error) {
      // Otherwise the outcome is open, and the row says so.
      if (changedNothing(error)) records.remove(begun.id)
      throw error
    }
  }

  const register = async (prepared: Prepared, context: ExchangeContext): Promise<BankRegistration> => {
    const { input, profile, certificate, tokenEndpointAuthMethod } = prepared
    const rendering = input.subjectDnRendering ?? profile.registration.subjectDnRendering
    const subjectDn = input.tlsClientAuthSubjectDn ?? renderedSubject(certificate.certificate, rendering) ?? certificate.subject
    try {
      return await registerAs(subjectDn, prepared, context)
    } catch (error) {
      if (tokenEndpointAuthMethod !== 'tls_client_auth') throw error
      throw offerSubject(error, certificate.certificate, profile.registration, subjectDn)
    }
  }

  const create = async (prepared: Prepared, context: ExchangeContext): Promise<BankRegistration> => {
    const { input, statement } = prepared
    const wanted = { ...prepared, softwareStatementId: statement.id, scope: input.scope }
    const source = input.reuse === 'ifPossible' ? groups.find(wanted, input) : null
    if (source) return share(prepared, source, context)
    if (input.externalApiId) return importClient(prepared, context)
    if (input.reuse === 'ifPossible') groups.refuseBegun(wanted)
    return register(prepared, context)
  }

  const turns = createTurns()

  return async (input: CreateInput, profile: BankProfile, statement: SoftwareStatement, context: ExchangeContext) => {
    const prepared = await prepare(input, profile, statement)
    // One after the other within a group: the second shares the client that the first is about to be given.
    return turns(`${statement.id} ${registrationGroupOf(profile, input.scope)}`, () => create(prepared, context))
  }
}
