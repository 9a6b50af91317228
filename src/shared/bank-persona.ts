// A bank profile and the model bank's behaviour are two sides of the same facts: what the client does, and what the bank wants.

import { type BankBehaviour, standardBehaviour } from './model/bank-behaviour.ts'
import type { BankProfileFields, NeededValue } from './model/bank-profile.ts'
import { type ApiVersion, apiVersion } from './model/common.ts'
import type { ModelBankAddresses } from './model/model-bank.ts'

/** What stands for values that a profile leaves open, or that belong to the real bank. */
export const standIns = {
  financialId: '0015800000MODELAAI',
  /** The issuer of a bank group whose brands have issuers of their own. */
  groupRoot: (issuer: string): string => `${issuer.replace(/\/$/, '')}/group`,
  /** Where a sister brand's Links point. Nothing listens there. */
  linksBase: (version: ApiVersion): string => `https://sister-brand.example/open-banking/v${version}/aisp`,
}

const standardGrant = 'refresh_token'

/** A bank profile, also one with addresses that are still to be filled in. */
export type ImitatedProfile = BankProfileFields & { needs?: NeededValue[] }

/** Versions of the account information API, whether or not their addresses are known. */
export const apiVersionsOf = ({ accountInformation, needs = [] }: ImitatedProfile): ApiVersion[] => {
  const known = (version: ApiVersion) =>
    accountInformation?.baseUrls[version] ?? needs.some(({ pointer }) => pointer === `/accountInformation/baseUrls/${version}`)
  return accountInformation ? apiVersion.options.filter(known) : []
}

/** Every switch of the model bank that makes it behave as the profile's bank does. */
export const behaviourOf = (profile: ImitatedProfile): BankBehaviour => {
  const { accountInformation: accounts, registration, authorisation, idToken, tokens } = profile
  const versions = apiVersionsOf(profile)
  const links = accounts?.linksTolerances ?? []
  return {
    ...standardBehaviour,
    discovery: profile.discovery === 'none' ? 'none' : profile.discoveryUrl === undefined ? 'wellKnown' : 'elsewhere',
    issuerTrailingSlash: profile.issuer?.endsWith('/') ?? false,
    publishesResponseModes: profile.responseModesSupported === undefined,

    dcr: registration.dcr,
    dcrVersion: registration.version,
    dcrContentType: registration.contentType,
    dcrAudience: registration.audienceFrom,
    subjectDnRendering: registration.dcr ? registration.subjectDnRendering : null,
    dcrRefreshGrant: registration.grantTypes.includes(standardGrant),
    dcrSubjectType: registration.subjectType === 'pairwise' ? 'pairwise' : null,
    dcrOperations: registration.operations,
    dcrManagementScope: (['openid', 'accounts', 'functional'] as const).find((scope) => scope === registration.managementScope) ?? null,
    dcrManagementToken: registration.managementToken,
    dcrSeparateScopes: registration.separateScopes,
    dcrClientIdIssuedAt: registration.answerFaults.includes('clientIdIssuedAtInMilliseconds') ? 'milliseconds' : 'seconds',
    dcrTimes: registration.answerFaults.includes('timesInMilliseconds') ? 'milliseconds' : 'absent',
    dcrScope: registration.answerFaults.includes('scopeAsList') ? 'list' : 'text',

    tokenEndpointAuthMethods: [profile.tokenEndpointAuthMethod],
    signingAlgorithms: profile.signingAlgorithms,
    clientAssertionAudience: profile.tokenEndpointAuthMethod === 'private_key_jwt' ? profile.tokenEndpointAuthAudience : null,
    tokenType: tokens.tolerances.includes('tokenTypeCase') ? 'bearer' : 'Bearer',
    tokenScope: tokens.tolerances.includes('emptyScope') ? 'empty' : tokens.tolerances.includes('extraScope') ? 'extra' : 'asAsked',
    scopeInTokenRequests: tokens.sendsScope,
    refreshIdToken: tokens.refreshIdToken,

    openIdConnect: authorisation.openIdConnect,
    authorisationScope: authorisation.scope,
    responseType: profile.responseType,
    responseMode: profile.responseMode,
    requiresPar: profile.pushedAuthorizationRequest,
    requestObject: authorisation.requestObject,
    requestObjectAudience: profile.requestObjectAudience === undefined ? 'issuer' : 'root',
    repeatedParameters: authorisation.repeatedParameters,
    authorisationParameters: authorisation.parameters,
    authorisationQuery: authorisation.query,
    reauthorisation: authorisation.reauthorisation,

    idTokenIssuer: idToken.issuer === undefined ? 'issuer' : 'root',
    idTokenSubject: idToken.subject,
    idTokenSubjectOfRedirect: idToken.authorizationEndpointSubject ?? null,
    idTokenFaults: idToken.tolerances.flatMap(({ claim, from, fault }) => from.map((one) => ({ claim, from: one, fault }))),
    idTokenSignature: idToken.judged === 'asWarnings' ? 'foreign' : 'valid',

    accountInformation: accounts !== null,
    apiVersions: versions.length > 0 ? versions : standardBehaviour.apiVersions,
    financialId: profile.financialId ?? standIns.financialId,
    financialIds: accounts?.financialIds ?? {},
    refusedPermissions: accounts?.unsupportedPermissions ?? [],
    missingCalls: accounts?.unsupportedCalls ?? [],
    additionalCalls: accounts?.additionalCalls ?? [],
    // A test that waited as long as the real bank wants would be of no use.
    consentReadyAfterSeconds: (accounts?.consentReadyAfterSeconds ?? 0) > 0 ? 1 : 0,
    approvesBySupplementaryData: accounts?.consentSupplementaryData !== undefined,
    directDebitDates: accounts?.dataFaults.includes('directDebitDates') ? 'invalid' : 'valid',
    consentLinks: links.includes('consentIdOmitted') ? 'consentIdOmitted' : 'complete',
    links: (['otherBase', 'trailingSlash', 'httpWithoutPort'] as const).find((fault) => links.includes(fault)) ?? 'own',
  }
}

/** The same profile with the addresses of a model bank that imitates its bank, so that nothing reaches the real one. */
export const standInProfile = (
  profile: ImitatedProfile,
  { issuer, discovery, frontChannel, token, jwks, accountInformation: baseUrls, caCertificate, enrolmentPortal }: ModelBankAddresses,
): BankProfileFields => {
  // Brands of the real group must not take a client of the model bank for one of theirs.
  const { accountInformation: accounts, group: _group, needs: _needs, discoveryUrl, ...rest } = profile
  const versions = apiVersionsOf(profile)
  const root = standIns.groupRoot(issuer)
  const { audience: _audience, group: _sharing, ...registration } = profile.registration
  return {
    ...rest,
    name: `model-bank-as-${profile.name}`.slice(0, 60),
    displayName: `Model bank as ${profile.displayName}`,
    environment: 'modelBank',
    issuer,
    ...(discoveryUrl !== undefined && discovery !== null && { discoveryUrl: discovery }),
    caCertificates: [caCertificate],
    financialId: profile.financialId ?? standIns.financialId,
    endpoints: {
      authorizationEndpoint: frontChannel,
      ...(profile.discovery === 'none' && { tokenEndpoint: token, jwksUri: jwks }),
    },
    accountInformation: accounts && {
      ...accounts,
      baseUrls: Object.fromEntries(versions.map((version) => [version, baseUrls[version]])),
      linksBases: accounts.linksTolerances.includes('otherBase') ? versions.map(standIns.linksBase) : [],
      consentReadyAfterSeconds: accounts.consentReadyAfterSeconds > 0 ? 1 : 0,
    },
    // Loopback redirects are for native clients (RFC 8252 §7.3), and the model bank lets them.
    registration: {
      ...registration,
      applicationType: registration.version === '3.4' ? 'native' : 'mobile',
      ...(!registration.dcr && { portal: enrolmentPortal }),
    },
    paymentInitiation: null,
    variableRecurringPayments: null,
    ...(profile.requestObjectAudience !== undefined && { requestObjectAudience: root }),
    idToken: { ...profile.idToken, ...(profile.idToken.issuer !== undefined && { issuer: root }) },
  }
}
