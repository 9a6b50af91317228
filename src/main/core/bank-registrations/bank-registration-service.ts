import { sameDistinguishedName } from '../../../pki/distinguished-name.ts'
import type { Output, ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import type { BankClient } from '../bank/client.ts'
import { signingAlgorithmOf } from '../bank/jws.ts'
import { changedNothing } from '../bank/outcome.ts'
import { renderedSubject, subjectDns } from '../bank/subject-dn.ts'
import type { TokenCache } from '../bank/tokens.ts'
import type { BankProfileService } from '../bank-profiles/bank-profile-service.ts'
import type { CallContext, CoreContext } from '../context.ts'
import type { SoftwareStatementService } from '../software-statements/software-statement-service.ts'
import { createManagedCalls, type ManagedClient } from './managed-client.ts'
import { createNewRegistrations, createRequests } from './new-registrations.ts'
import {
  buildRegistrationDelete,
  buildRegistrationRead,
  buildRegistrationUpdate,
  processRegistrationDelete,
  processRegistrationResponse,
} from './registration-exchange.ts'
import { createRegistrationGroups, registrationGroupOf } from './registration-groups.ts'
import type { AcceptedAnswer, RegistrationRecords } from './registration-records.ts'
import type { Sessions } from './sessions.ts'

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
  const { records, sessions, profiles } = deps
  const managed = createManagedCalls(deps)
  const groups = createRegistrationGroups(records, profiles)
  const create = createNewRegistrations({ store, clock }, { ...deps, groups })
  const buildRequest = createRequests({ clock, sessions })

  /** The subject stays as it was registered, unless the certificate has another one now. */
  const subjectOf = (registration: BankRegistration, profile: BankProfile, statement: SoftwareStatement): string => {
    const { certificate } = sessions.identity(statement)
    const registered = registration.tlsClientAuthSubjectDn
    if (registered !== null && sameDistinguishedName(registration.binding.subject, certificate.subject)) return registered
    return renderedSubject(certificate.certificate, profile.registration.subjectDnRendering) ?? certificate.subject
  }

  /** What the bank says of a client, for whoever shares it. */
  const accept = (registration: BankRegistration, answer: AcceptedAnswer): BankRegistration =>
    store.transaction(() => {
      const bank = profiles.get(registration.bankProfileId)
      for (const other of records.sharing(registration)) {
        const trusted = groups.mayHaveSecretsOf(bank, profiles.get(other.bankProfileId))
        records.accept(other.id, trusted ? answer : { ...answer, clientSecret: null, registrationAccessToken: null })
      }
      return records.accept(registration.id, answer)
    })

  const refuseShared = (registration: BankRegistration): void => {
    const others = records.sharing(registration)
    if (others.length === 0) return
    const names = others.map(({ id, bankProfileId }) => `${profiles.get(bankProfileId).displayName} (${id})`)
    throw new AppError('CONFLICT', `Client ${registration.externalApiId} is also that of ${names.join(', ')}`, {
      field: 'id',
      remedy: 'Delete it here with localOnly, or delete the others with localOnly first.',
    })
  }

  return {
    list: () => records.list(),

    async create(input: ParsedInput<'bankRegistration.create'>, call: CallContext): Promise<BankRegistration> {
      const profile = profiles.usable(input.bankProfileId, 'bankProfileId')
      const statement = deps.softwareStatements.get(input.softwareStatementId, 'softwareStatementId')
      return create(input, profile, statement, { step: 'discovery', runId: call.runId, signal: call.signal })
    },

    /** The DN doctor, of the issued transport certificate. */
    subjectDns({
      bankProfileId,
      softwareStatementId,
      refused,
    }: ParsedInput<'bankRegistration.subjectDns'>): Output<'bankRegistration.subjectDns'> {
      const profile = profiles.get(bankProfileId, 'bankProfileId')
      const statement = deps.softwareStatements.get(softwareStatementId, 'softwareStatementId')
      return subjectDns(sessions.identity(statement).certificate.certificate, profile.registration, refused)
    },

    async reusable({
      bankProfileId,
      softwareStatementId,
      scope,
    }: ParsedInput<'bankRegistration.reusable'>): Promise<Output<'bankRegistration.reusable'>> {
      const profile = profiles.get(bankProfileId, 'bankProfileId')
      const statement = deps.softwareStatements.get(softwareStatementId, 'softwareStatementId')
      const { certificate } = sessions.identity(statement)
      const algorithm = signingAlgorithmOf(await sessions.signingKey(statement))
      const wanted = {
        profile,
        softwareStatementId,
        scope,
        certificate,
        algorithm,
        tokenEndpointAuthMethod: profile.tokenEndpointAuthMethod,
      }
      const items = groups.candidates(wanted).map((one) => ({
        bankRegistrationId: one.id,
        bankDisplayName: profiles.get(one.bankProfileId).displayName,
        externalApiId: one.externalApiId ?? '',
        created: one.created,
        problem: groups.misfit(one, wanted)?.message ?? null,
      }))
      return { registrationGroup: registrationGroupOf(profile, scope), items }
    },

    async get(input: ParsedInput<'bankRegistration.get'>, call: CallContext): Promise<BankRegistration> {
      const registration = records.get(input.id)
      if (!input.fromBank) return registration
      const profile = profiles.get(registration.bankProfileId)
      managed.check('read', registration, profile)
      const response = await managed.send({ registration, operation: 'read', build: buildRegistrationRead }, call)
      const { answerFaults } = profile.registration
      const asked = registration.requested ?? {}
      const answer = processRegistrationResponse(response, { status: 200, asked, answerFaults, clientId: registration.externalApiId })
      return accept(registration, answer)
    },

    async update(input: ParsedInput<'bankRegistration.update'>, call: CallContext): Promise<BankRegistration> {
      const registration = records.get(input.id)
      const profile = profiles.get(registration.bankProfileId)
      managed.check('update', registration, profile)
      const statement = deps.softwareStatements.get(registration.softwareStatementId)
      const redirectUris = input.redirectUris ?? registration.redirectUris
      const scope = input.scope ?? registration.scope
      const request = await buildRequest({
        profile,
        statement,
        redirectUris,
        scope,
        tokenEndpointAuthMethod: registration.tokenEndpointAuthMethod,
        subjectDn: subjectOf(registration, profile, statement),
        issuer: registration.endpoints.issuer,
        ...(registration.externalApiId && { clientId: registration.externalApiId }),
      })
      const build = (client: ManagedClient) => buildRegistrationUpdate({ ...client, request })
      const response = await managed.send({ registration, operation: 'update', build }, call)
      const { answerFaults } = profile.registration
      const expected = { status: 200, asked: request.claims, answerFaults, clientId: registration.externalApiId } as const
      const answered = processRegistrationResponse(response, expected)
      // By scope, another client of the group may be meant from now on.
      const regrouped = scope !== registration.scope && { registrationGroup: registrationGroupOf(profile, scope) }
      return accept(registration, { ...answered, requested: request.claims, redirectUris, scope, ...regrouped })
    },

    async remove(input: ParsedInput<'bankRegistration.delete'>, call: CallContext): Promise<{ id: string }> {
      const registration = records.get(input.id)
      if (store.get('select 1 from account_access_consent where bank_registration_id = ?', input.id)) {
        throw new AppError('CONFLICT', 'The registration has consents', { field: 'id', remedy: 'Delete its consents first.' })
      }
      if (!input.localOnly) {
        managed.check('delete', registration, profiles.get(registration.bankProfileId))
        refuseShared(registration)
        const build = (client: ManagedClient) => {
          records.setState(registration.id, 'deleting')
          return buildRegistrationDelete(client)
        }
        try {
          processRegistrationDelete(await managed.send({ registration, operation: 'delete', build }, call))
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
