// Registration groups: brands of one bank group that take the same client. Whoever registers with a second brand gets the client of
// the first one, in a record of its own; that it does not fit is an error and never a second client behind the person's back.

import { sameDistinguishedName } from '../../../pki/distinguished-name.ts'
import type { ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile, SigningAlgorithm, TokenEndpointAuthMethod } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { ObWacCertificate } from '../../../shared/model/certificate.ts'
import { renderedSubject } from '../bank/subject-dn.ts'
import type { BankProfileService } from '../bank-profiles/bank-profile-service.ts'
import type { RegistrationRecords } from './registration-records.ts'

const wordsOf = (scope: string): string[] => scope.split(' ').filter(Boolean)

/**
 * Bank group and registration group in one, such as `Example/Production`; by scope where the profile says so.
 * A profile of neither is one by itself: a known one by its name, one of a person's own by its id, because it may be renamed.
 */
export const registrationGroupOf = ({ id, name, builtIn, group: bankGroup, registration }: BankProfile, scope: string): string => {
  const { group } = registration
  const byScope = typeof group === 'object' ? wordsOf(scope).map((word) => group[word]) : [group]
  const alone = builtIn ? name : id
  return `${bankGroup ?? alone}/${byScope.find((one) => one !== undefined) ?? alone}`
}

/** What a client must have to be shared. */
export interface Wanted {
  profile: BankProfile
  softwareStatementId: string
  tokenEndpointAuthMethod: TokenEndpointAuthMethod
  scope: string
  certificate: ObWacCertificate
  algorithm: SigningAlgorithm
}

type Given = Pick<
  ParsedInput<'bankRegistration.create'>,
  'externalApiId' | 'externalApiSecret' | 'registrationAccessToken' | 'tlsClientAuthSubjectDn' | 'subjectDnRendering'
>

type InGroup = Pick<Wanted, 'profile' | 'softwareStatementId' | 'scope'>

export interface Misfit {
  field: string
  message: string
}

export const createRegistrationGroups = (records: RegistrationRecords, profiles: Pick<BankProfileService, 'get'>) => {
  /** Clients of the group, newest first: the first is the one that is used. `registering`: those that nothing is known of. */
  const candidates = ({ profile, softwareStatementId, scope }: InGroup, state?: 'registered' | 'registering') =>
    records
      .inGroup(softwareStatementId, registrationGroupOf(profile, scope), state)
      // Each model bank stands alone: what another one registered, or the same before it was made anew, is no client of it.
      .filter((one) => profile.environment !== 'modelBank' || one.endpoints.issuer === profile.issuer)

  /** Why this client cannot be shared; null when it can. Redirect addresses are not compared: a brand may have others. */
  const misfit = (one: BankRegistration, wanted: Wanted, given: Given = {}): Misfit | null => {
    const { tokenEndpointAuthMethod, scope, certificate, algorithm } = wanted
    const other = (field: string, message: string): Misfit => ({ field, message })
    if (one.tokenEndpointAuthMethod !== tokenEndpointAuthMethod)
      return other('tokenEndpointAuthMethod', `authenticates with ${one.tokenEndpointAuthMethod}, not with ${tokenEndpointAuthMethod}`)
    if (wordsOf(one.scope).sort().join(' ') !== wordsOf(scope).sort().join(' '))
      return other('scope', `has the scope ${one.scope}, not ${scope}`)
    if (one.signingAlgorithm !== algorithm)
      return other('softwareStatementId', `is registered for ${one.signingAlgorithm}; the signing certificate signs ${algorithm}`)
    // SECURITY: showing a bank another organisation's certificate under this client id links the two for good.
    if (!sameDistinguishedName(one.binding.subject, certificate.subject))
      return other('softwareStatementId', 'is bound to a transport certificate with another subject')
    return misfitOfBank(one, wanted.profile) ?? misfitOfGiven(one, given) ?? misfitOfSubject(one, certificate, given)
  }

  // SECURITY: anybody can write a profile that claims to be of a known bank's group; the secrets would be sent to its addresses.
  const mayHaveSecretsOf = (bank: BankProfile, { builtIn }: BankProfile): boolean => builtIn || !bank.builtIn

  const misfitOfBank = ({ id, bankProfileId }: BankRegistration, profile: BankProfile): Misfit | null => {
    const bank = profiles.get(bankProfileId)
    if (bank.environment !== profile.environment) return { field: 'bankProfileId', message: 'is one of another environment' }
    const secret = records.secret(id, 'client_secret') ?? records.secret(id, 'registration_access_token')
    if (secret && !mayHaveSecretsOf(bank, profile))
      return { field: 'bankProfileId', message: 'has secrets of a known bank, which no profile of your own is given' }
    return null
  }

  const misfitOfGiven = ({ id, externalApiId }: BankRegistration, given: Given): Misfit | null => {
    if (given.externalApiId && given.externalApiId !== externalApiId)
      return { field: 'externalApiId', message: `is ${externalApiId}, not ${given.externalApiId}` }
    if (given.externalApiSecret && given.externalApiSecret !== records.secret(id, 'client_secret'))
      return { field: 'externalApiSecret', message: 'has another client secret' }
    if (given.registrationAccessToken && given.registrationAccessToken !== records.secret(id, 'registration_access_token'))
      return { field: 'registrationAccessToken', message: 'has another registration access token' }
    return null
  }

  /** The client keeps the subject that it was registered with. */
  const misfitOfSubject = ({ tlsClientAuthSubjectDn: registered }: BankRegistration, { certificate }: ObWacCertificate, given: Given) => {
    const { subjectDnRendering: rendering } = given
    const asked = given.tlsClientAuthSubjectDn ?? (rendering && renderedSubject(certificate, rendering))
    if (asked === undefined || asked === registered) return null
    const field = given.tlsClientAuthSubjectDn ? 'tlsClientAuthSubjectDn' : 'subjectDnRendering'
    const message =
      registered === null ? 'has a subject that is not known here' : `is registered with the subject ${registered}, not ${asked}`
    return { field, message }
  }

  return {
    candidates,
    misfit,
    mayHaveSecretsOf,

    /** Throws CONFLICT when a registration of the group was begun and not confirmed: the bank may hold its client. */
    refuseBegun(wanted: InGroup): void {
      const [begun] = candidates(wanted, 'registering')
      if (!begun) return
      const bank = profiles.get(begun.bankProfileId).displayName
      throw new AppError('CONFLICT', `Registration ${begun.id} with ${bank} was begun and not confirmed; the bank may hold its client`, {
        field: 'reuse',
        remedy:
          'Ask the bank: if it holds one, give its client id as externalApiId. Delete that registration with localOnly, or set reuse to never.',
      })
    },

    /** The client to share; null when the group has none. Throws CONFLICT when the newest one does not fit. */
    find(wanted: Wanted, given: Given): BankRegistration | null {
      const [newest] = candidates(wanted)
      if (!newest) return null
      const problem = misfit(newest, wanted, given)
      if (!problem) return newest
      const group = registrationGroupOf(wanted.profile, wanted.scope).replaceAll(wanted.profile.id, wanted.profile.name)
      throw new AppError('CONFLICT', `Client of the registration group ${group} ${problem.message}`, {
        field: problem.field,
        remedy: 'Register in the same way as before, or set reuse to never for a client of its own.',
      })
    },
  }
}

export type RegistrationGroups = ReturnType<typeof createRegistrationGroups>
