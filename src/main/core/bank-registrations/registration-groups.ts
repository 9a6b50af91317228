// Registration groups: brands of one bank group that take the same client. Whoever registers with a second brand gets the client of
// the first one, in a record of its own; that it does not fit is an error and never a second client behind the person's back.

import { sameDistinguishedName } from '../../../pki/distinguished-name.ts'
import type { ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile, SigningAlgorithm, TokenEndpointAuthMethod } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import type { ObWacCertificate } from '../../../shared/model/certificate.ts'
import type { BankProfileService } from '../bank-profiles/bank-profile-service.ts'
import type { RegistrationRecords } from './registration-records.ts'

const wordsOf = (scope: string): string[] => scope.split(' ').filter(Boolean)

/** Bank group and registration group in one, such as `Example/Production`; by scope where the profile says so. */
export const registrationGroupOf = ({ name, group: bankGroup, registration }: BankProfile, scope: string): string => {
  const { group } = registration
  const byScope = typeof group === 'object' ? wordsOf(scope).map((word) => group[word]) : [group]
  return `${bankGroup ?? name}/${byScope.find((one) => one !== undefined) ?? name}`
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

type Given = Pick<ParsedInput<'bankRegistration.create'>, 'externalApiId' | 'externalApiSecret' | 'registrationAccessToken'>

export interface Misfit {
  field: string
  message: string
}

export const createRegistrationGroups = (records: RegistrationRecords, profiles: Pick<BankProfileService, 'get'>) => {
  /** Clients of the group, newest first: the first is the one that is used. */
  const candidates = ({ profile, softwareStatementId, scope }: Pick<Wanted, 'profile' | 'softwareStatementId' | 'scope'>) =>
    records
      .inGroup(softwareStatementId, registrationGroupOf(profile, scope))
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
    return misfitOfBank(one, wanted.profile) ?? misfitOfGiven(one, given)
  }

  const misfitOfBank = ({ id, bankProfileId }: BankRegistration, { environment, builtIn }: BankProfile): Misfit | null => {
    const bank = profiles.get(bankProfileId)
    if (bank.environment !== environment) return { field: 'bankProfileId', message: 'is one of another environment' }
    const secret = records.secret(id, 'client_secret') ?? records.secret(id, 'registration_access_token')
    // SECURITY: anybody can write a profile that claims to be of a known bank's group; the secrets would be sent to its addresses.
    if (bank.builtIn && !builtIn && secret)
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

  return {
    candidates,
    misfit,

    /** The client to share; null when the group has none. Throws CONFLICT when the newest one does not fit. */
    find(wanted: Wanted, given: Given): BankRegistration | null {
      const [newest] = candidates(wanted)
      if (!newest) return null
      const problem = misfit(newest, wanted, given)
      if (!problem) return newest
      const group = registrationGroupOf(wanted.profile, wanted.scope)
      throw new AppError('CONFLICT', `Client of the registration group ${group} ${problem.message}`, {
        field: problem.field,
        remedy: 'Register in the same way as before, or set reuse to never for a client of its own.',
      })
    },
  }
}

export type RegistrationGroups = ReturnType<typeof createRegistrationGroups>
