// What the form of a registration holds, and what it comes to.

import type { Input } from '../../../../shared/api.ts'
import type { AppErrorData } from '../../../../shared/errors.ts'
import type { BankProfile, TokenEndpointAuthMethod } from '../../../../shared/model/bank-profile.ts'
import type { SoftwareStatement } from '../../../../shared/model/software-statement.ts'
import { nameOfNeed, neededNow } from '../../../bank-profile/needs.ts'
import { entityText } from '../../../text/entities/index.ts'
import type { SubjectChoice } from './dn-doctor.tsx'

const t = entityText.registrationForm

export type Way = 'register' | 'elsewhere'

export interface ClientDraft {
  way: Way
  /** Null: the profile's. */
  method: TokenEndpointAuthMethod | null
  clientId: string
  secret: string
  accessToken: string
}

export interface RegistrationDraft {
  profile: BankProfile | undefined
  statement: SoftwareStatement | undefined
  client: ClientDraft
  way: Way
  method: TokenEndpointAuthMethod
  scope: string
  redirectUris: string[]
  /** No client of the group is used. */
  separate: boolean
  /** A client of the group is used. */
  shared: boolean
  /** Null: no subject is named. */
  subject: SubjectChoice | null
}

/** Nothing is known of the client yet. */
export const freshClient: ClientDraft = { way: 'register', method: null, clientId: '', secret: '', accessToken: '' }

/** Without dynamic registration, only a client registered elsewhere will do. */
export const wayOf = (profile: BankProfile | undefined, { way }: ClientDraft): Way =>
  profile?.registration.dcr === false ? 'elsewhere' : way

export const hasSecret = (way: Way, method: TokenEndpointAuthMethod): boolean =>
  way === 'elsewhere' && (method === 'client_secret_basic' || method === 'client_secret_post')

export const hasAccessToken = (way: Way, profile: BankProfile | undefined): boolean =>
  way === 'elsewhere' && profile?.registration.managementToken === 'registrationAccessToken'

/** The fields that are on screen, by their names: what is wrong with any other is told below them. */
export const shownFields = ({ profile, way, method, shared, subject }: RegistrationDraft): string[] => [
  ...['bankProfileId', 'softwareStatementId', 'scope', 'redirectUris'],
  ...(shared ? [] : ['tokenEndpointAuthMethod']),
  ...(!shared && way === 'elsewhere' ? ['externalApiId'] : []),
  ...(!shared && hasSecret(way, method) ? ['externalApiSecret'] : []),
  ...(!shared && hasAccessToken(way, profile) ? ['registrationAccessToken'] : []),
  ...(subject ? ['subjectDnRendering', 'tlsClientAuthSubjectDn'] : []),
]

/** Whether it was a bank that refused, and the subject, as far as it says. */
export const refusesSubject = ({ bank, field, suggestion }: AppErrorData): boolean =>
  bank !== undefined && (field === 'tlsClientAuthSubjectDn' || suggestion?.field === 'subjectDnRendering')

/** What is missing, by the field's name. */
export const missingFields = (draft: RegistrationDraft): Record<string, string> => {
  const { profile, statement, client, way, method, redirectUris, shared, subject } = draft
  const needs = profile ? neededNow(profile).map(nameOfNeed) : []
  const elsewhere = way === 'elsewhere' && !shared
  return {
    ...(!profile && { bankProfileId: t.needed }),
    ...(needs.length > 0 && { bankProfileId: t.neededFirst(needs.join(', ')) }),
    ...(!statement && { softwareStatementId: t.needed }),
    ...(redirectUris.length === 0 && { redirectUris: t.noRedirectUris }),
    ...(elsewhere && client.clientId.trim() === '' && { externalApiId: t.needed }),
    ...(elsewhere && hasSecret(way, method) && client.secret === '' && { externalApiSecret: t.needed }),
    ...(subject?.written?.trim() === '' && { tlsClientAuthSubjectDn: t.needed }),
  }
}

/** As the core takes it; null without a bank or a software statement. */
export const registrationInput = (draft: RegistrationDraft): Input<'bankRegistration.create'> | null => {
  const { profile, statement, client, way, method, scope, redirectUris, separate, shared, subject } = draft
  if (!profile || !statement) return null
  const elsewhere = way === 'elsewhere' && !shared
  return {
    bankProfileId: profile.id,
    softwareStatementId: statement.id,
    scope,
    redirectUris,
    reuse: separate ? 'never' : 'ifPossible',
    ...(client.method && !shared && { tokenEndpointAuthMethod: client.method }),
    ...(elsewhere && { externalApiId: client.clientId.trim() }),
    ...(elsewhere && hasSecret(way, method) && { externalApiSecret: client.secret }),
    ...(elsewhere && client.accessToken !== '' && { registrationAccessToken: client.accessToken }),
    ...(subject?.rendering && { subjectDnRendering: subject.rendering }),
    ...(subject?.written && { tlsClientAuthSubjectDn: subject.written.trim() }),
  }
}
