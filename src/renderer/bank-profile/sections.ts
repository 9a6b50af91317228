// Everything that a bank profile says, section by section.

import type { BankProfileFields } from '../../shared/model/bank-profile.ts'
import { bankProfileText as t } from '../text/bank-profile.ts'
import { text } from '../text/en.ts'
import { certificateText } from '../text/entities/certificates.ts'
import { authorisationRows, idTokenRows, tokenRows } from './authorisation-rows.ts'
import { type ProfileRow, type ProfileSection, row } from './rows.ts'
import { standardProfile } from './standard.ts'

const identity = (profile: BankProfileFields): ProfileRow[] => [
  row('/name', profile.name, { term: 'bank-profile', mono: true }),
  row('/group', profile.group),
  row('/environment', text.bar.environments[profile.environment], { term: 'environment' }),
  row('/issuer', profile.issuer, { term: 'issuer', mono: true, otherwise: t.notKnown }),
  row('/discovery', t.discovery[profile.discovery], { term: 'discovery' }),
  row('/discoveryUrl', profile.discoveryUrl, { mono: true, otherwise: t.derived }),
  row('/responseModesSupported', profile.responseModesSupported, { mono: true, otherwise: t.published }),
  row('/financialId', profile.financialId, { mono: true, otherwise: t.notKnown }),
  row('/caCertificates', profile.caCertificates.length > 0 ? t.certificates(profile.caCertificates.length) : null, {
    otherwise: t.onlyPublic,
  }),
]

const apis = ['accountInformation', 'paymentInitiation', 'variableRecurringPayments'] as const
const versions = ['4.0', '3.1'] as const

const addresses = (profile: BankProfileFields): ProfileRow[] => [
  ...apis.flatMap((api) => {
    const offered = profile[api]
    return versions.flatMap((version) => {
      const pointer = `/${api}/baseUrls/${version}`
      const address = offered?.baseUrls[version]
      const preferred = offered?.defaultVersion === version
      if (address === undefined && !preferred) return []
      const plain = row(pointer, address, { mono: true, term: 'api-version', otherwise: t.notKnown })
      return [preferred ? { ...plain, label: t.preferred(plain.label) } : plain]
    })
  }),
  ...(['authorizationEndpoint', 'tokenEndpoint', 'registrationEndpoint', 'jwksUri', 'pushedAuthorizationRequestEndpoint'] as const).map(
    (name) => row(`/endpoints/${name}`, profile.endpoints[name], { mono: true, otherwise: t.discovered }),
  ),
]

const groupLines = (group: BankProfileFields['registration']['group']): string | string[] | undefined =>
  typeof group === 'object' ? Object.entries(group).map(([scope, name]) => t.groupOf(scope, name)) : group

const registration = ({ registration: r }: BankProfileFields): ProfileRow[] => [
  row('/registration/dcr', r.dcr ? t.dcr.yes : t.dcr.no, { term: 'dcr' }),
  row('/registration/portal', r.portal),
  row('/registration/version', r.version),
  row('/registration/contentType', r.contentType, { mono: true }),
  row('/registration/audienceFrom', t.audiences[r.audienceFrom]),
  row('/registration/audience', r.audience, { mono: true }),
  row('/registration/applicationType', r.applicationType),
  row('/registration/subjectDnRendering', certificateText.renderingNames[r.subjectDnRendering], {
    term: 'subject-dn',
    note: r.subjectDnRendering,
  }),
  row('/registration/grantTypes', r.grantTypes, { mono: true }),
  row('/registration/subjectType', r.subjectType, { otherwise: t.notSent }),
  row(
    '/registration/operations',
    r.operations.map((one) => t.operations[one]),
    { term: 'dcr-management', otherwise: t.noOperations },
  ),
  row('/registration/managementScope', r.managementScope, {
    mono: true,
    otherwise: t.noScope,
    note: r.managementScope === 'functional' ? t.functionalScope : undefined,
  }),
  row('/registration/managementToken', t.managementTokens[r.managementToken]),
  row('/registration/group', groupLines(r.group), { term: 'registration-group', otherwise: t.ownGroup }),
  row('/registration/separateScopes', r.separateScopes ? t.separate.yes : t.separate.no),
  row(
    '/registration/answerFaults',
    r.answerFaults.map((one) => t.answerFaults[one]),
    { term: 'tolerance', relaxes: true, note: r.answerFaults.length > 0 ? t.asWarning : undefined },
  ),
]

const clientAuthentication = (profile: BankProfileFields): ProfileRow[] => [
  row('/tokenEndpointAuthMethod', t.authMethods[profile.tokenEndpointAuthMethod], { term: 'client-authentication' }),
  row('/tokenEndpointAuthAudience', t.authAudiences[profile.tokenEndpointAuthAudience]),
  row('/signingAlgorithms', profile.signingAlgorithms, { mono: true }),
]

const accountInformation = ({ accountInformation: accounts }: BankProfileFields): ProfileRow[] => {
  if (accounts === null) return [row('/accountInformation', t.noAccounts)]
  const supplementary = accounts.consentSupplementaryData
  return [
    ...versions.flatMap((version) => {
      const id = accounts.financialIds?.[version]
      return id === undefined ? [] : [row(`/accountInformation/financialIds/${version}`, id, { mono: true })]
    }),
    row('/accountInformation/unsupportedPermissions', accounts.unsupportedPermissions, { mono: true, otherwise: t.allOffered }),
    row('/accountInformation/unsupportedCalls', accounts.unsupportedCalls, { mono: true }),
    row(
      '/accountInformation/additionalCalls',
      accounts.additionalCalls.map((one) => t.calls[one]),
    ),
    row(
      '/accountInformation/consentReadyAfterSeconds',
      accounts.consentReadyAfterSeconds > 0 ? t.seconds(accounts.consentReadyAfterSeconds) : null,
      { otherwise: t.atOnce },
    ),
    row('/accountInformation/consentSupplementaryData', supplementary && JSON.stringify(supplementary), { mono: true }),
    row(
      '/accountInformation/linksTolerances',
      accounts.linksTolerances.map((one) => t.linksTolerances[one]),
      { term: 'tolerance', relaxes: true, note: accounts.linksTolerances.length > 0 ? t.asWarning : undefined },
    ),
    row('/accountInformation/linksBases', accounts.linksBases, { mono: true }),
    row(
      '/accountInformation/dataFaults',
      accounts.dataFaults.map((one) => t.dataFaults[one]),
      { term: 'conformance-warning', note: accounts.dataFaults.length > 0 ? t.asWarning : undefined },
    ),
  ]
}

/** Every value of the profile once; sections without any are left out. */
export const sectionsOf = (profile: BankProfileFields): ProfileSection[] => {
  const rows: [ProfileSection['id'], ProfileRow[]][] = [
    ['identity', identity(profile)],
    ['addresses', addresses(profile)],
    ['registration', registration(profile)],
    ['clientAuthentication', clientAuthentication(profile)],
    ['authorisation', authorisationRows(profile)],
    ['idToken', profile.authorisation.openIdConnect ? idTokenRows(profile) : []],
    ['tokens', tokenRows(profile)],
    ['accountInformation', accountInformation(profile)],
    ['notes', profile.notes.length > 0 ? [row('/notes', profile.notes)] : []],
  ]
  return rows.flatMap(([id, own]) => (own.length > 0 ? [{ id, title: t.sections[id], rows: own }] : []))
}

const standardLines = new Map(
  sectionsOf(standardProfile).flatMap(({ rows }) => rows.map(({ pointer, lines }) => [pointer, lines.join('\n')])),
)

/** Whether the bank does it otherwise than the standard has it. */
export const differs = ({ pointer, lines }: ProfileRow): boolean => lines.join('\n') !== (standardLines.get(pointer) ?? '')

/** Names, addresses and notes differ from bank to bank and say nothing of its ways. */
const ownToEach = new Set<ProfileSection['id']>(['identity', 'addresses', 'notes'])
const waysOfDiscovery = new Set(['/discovery', '/discoveryUrl', '/responseModesSupported'])
const ownValues = new Set(['/registration/portal', '/registration/group', '/accountInformation/linksBases'])

/** How the bank goes another way than the standard: what a model bank that imitates it does. */
export const waysOf = (profile: BankProfileFields): ProfileRow[] =>
  sectionsOf(profile).flatMap(({ id, rows }) =>
    rows.filter((one) => differs(one) && !ownValues.has(one.pointer) && (!ownToEach.has(id) || waysOfDiscovery.has(one.pointer))),
  )
