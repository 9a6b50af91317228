// What the schema alone does not say of a bank profile.

import type { z } from 'zod'
import { isCertificate } from '../../../pki/pem.ts'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfileFields, NeededValue } from '../../../shared/model/bank-profile.ts'
import { checkApplicationType, checkGrantTypes } from '../bank-registrations/registration-checks.ts'
import { stepsOf } from './json-values.ts'
import { isPlace } from './profile-schema.ts'

type Issue = z.core.$ZodIssue

/** The field at fault, as a dotted path. */
export const issuePath = (issue: Issue): string =>
  [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join('.')

export const describeIssue = ({ issues }: z.core.$ZodError): string => {
  const [first] = issues
  return first ? `${issuePath(first) || 'the profile'}: ${first.message}` : 'not accepted'
}

/** Claims that say which request an ID token answers, and until when; one that answers another is a replay. */
const bindsToRequest: string[] = ['nonce', 'openbanking_intent_id', 'exp']

const loopbackHosts = ['127.0.0.1', '[::1]']

type Refuse = (field: string, message: string, remedy: string) => void

/** Values that mean nothing, or nothing without another. */
const checkMeaning = ({ accountInformation, acrValues, authorisation, registration, tokens }: BankProfileFields, refuse: Refuse): void => {
  const { linksTolerances = [], linksBases = [] } = accountInformation ?? {}
  if (linksTolerances.includes('otherBase') && linksBases.length === 0) {
    const remedy = 'Give the base addresses that the bank’s Links have, or leave out otherBase.'
    refuse('accountInformation.linksBases', 'Links to another base are put up with, and no such base is given', remedy)
  }
  const { group } = registration
  const groups = typeof group === 'object' ? Object.entries(group) : [['', group] as const]
  const scopes = [
    ['authorisation.scope', authorisation.scope],
    ['tokens.clientCredentialsScope', tokens.clientCredentialsScope],
    ['registration.managementScope', registration.managementScope],
  ] as const
  for (const [field, scope] of scopes) {
    if (scope?.trim() === '') refuse(field, 'A scope is empty', 'Give its words, such as openid accounts.')
  }
  for (const [scope, name] of groups) {
    if (name?.trim() !== '') continue
    refuse(`registration.group${scope && `.${scope}`}`, 'The registration group is empty', 'Give its name, or leave it out.')
  }
  if (acrValues.length === 0) refuse('acrValues', 'No acr is asked for', 'Give at least one value, such as urn:openbanking:psd2:sca.')
}

/**
 * Throws INVALID_INPUT; `at` is where the fields stand in the input.
 * `needs` are values that may still be missing, because the person is asked for them when the bank is first used.
 */
export const checkFields = (fields: BankProfileFields, at = '', needs: readonly NeededValue[] = []): void => {
  const refuse = (field: string, message: string, remedy?: string) => {
    throw new AppError('INVALID_INPUT', message, { field: `${at}${field}`, ...(remedy && { remedy }) })
  }
  const { accountInformation, authorisation, endpoints, environment, idToken, registration } = fields
  for (const [index, { pointer }] of needs.entries()) {
    if (isPlace(stepsOf(pointer)) && pointer.startsWith('/')) continue
    refuse(`needs.${index}.pointer`, `No value of a bank profile is at ${pointer}`, 'Give the place of one, such as /financialId.')
  }
  checkGrantTypes(registration.grantTypes, registration.version, at)
  checkApplicationType(registration.applicationType, registration.version, at)
  checkMeaning(fields, refuse)
  const asked = (pointer: string) => needs.some((need) => need.pointer === pointer)

  if (fields.discovery === 'none') {
    for (const name of ['authorizationEndpoint', 'tokenEndpoint'] as const) {
      if (!endpoints[name] && !asked(`/endpoints/${name}`)) {
        refuse(`endpoints.${name}`, `A bank without discovery needs ${name}`, 'Give the address that the bank documents.')
      }
    }
  } else if (!fields.issuer && !asked('/issuer')) {
    refuse('issuer', 'The issuer is missing', 'Give the issuer, or set discovery to none and give the endpoints.')
  }
  for (const name of ['accountInformation', 'paymentInitiation', 'variableRecurringPayments'] as const) {
    const api = fields[name]
    if (!api || api.baseUrls[api.defaultVersion] || asked(`/${name}/baseUrls/${api.defaultVersion}`)) continue
    refuse(`${name}.baseUrls`, `No base URL is given for the default version ${api.defaultVersion}`)
  }
  for (const [index, certificate] of fields.caCertificates.entries()) {
    if (!isCertificate(certificate)) {
      refuse(`caCertificates.${index}`, 'A CA certificate of the bank profile cannot be read', 'Give one X.509 certificate in PEM.')
    }
  }
  if (endpoints.authorizationEndpoint) {
    const { protocol, hostname } = new URL(endpoints.authorizationEndpoint)
    // SECURITY: an http authorisation page could be read and changed on the way; only this machine has no way between.
    if (protocol !== 'https:' && !(protocol === 'http:' && loopbackHosts.includes(hostname))) {
      refuse(
        'endpoints.authorizationEndpoint',
        'An authorisation endpoint is an https address',
        'http is accepted on 127.0.0.1 and [::1] only.',
      )
    }
  }
  // SECURITY: at a bank with real customers, parameters in clear and ID tokens that are not judged let others act in their name.
  if (environment === 'live') {
    if (authorisation.requestObject === 'none') {
      refuse('authorisation.requestObject', 'Requests without a signature are for sandboxes only', 'Set it to signed.')
    }
    if (idToken.judged === 'asWarnings') {
      refuse('idToken.judged', 'ID tokens are judged strictly at every bank but sandboxes', 'Set it to strictly.')
    }
    const replayed = idToken.tolerances.findIndex(
      ({ claim, fault, from }) => fault === 'other' && bindsToRequest.includes(claim) && from.some((one) => one !== 'refresh'),
    )
    if (replayed >= 0) {
      const { claim } = idToken.tolerances[replayed] ?? {}
      refuse(`idToken.tolerances.${replayed}`, `Another ${claim} in an ID token is put up with at sandboxes only`, 'Leave it out.')
    }
    if (accountInformation?.consentSupplementaryData) {
      refuse('accountInformation.consentSupplementaryData', 'Supplementary data of a consent are for sandboxes only', 'Leave it out.')
    }
  }
}
