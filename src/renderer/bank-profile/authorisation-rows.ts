// What a profile says of authorisation, ID tokens and tokens.

import type { BankProfileFields, IdTokenTolerance } from '../../shared/model/bank-profile.ts'
import { bankProfileText as t } from '../text/bank-profile.ts'
import { type ProfileRow, row } from './rows.ts'

export const authorisationRows = (profile: BankProfileFields): ProfileRow[] => {
  const { authorisation: a } = profile
  return [
    row('/authorisation/openIdConnect', a.openIdConnect ? t.openId.yes : t.openId.no),
    row('/responseType', profile.responseType, { term: 'hybrid-flow', mono: true }),
    row('/responseMode', profile.responseMode, { term: 'response-mode', mono: true }),
    row('/pushedAuthorizationRequest', profile.pushedAuthorizationRequest ? t.yes : t.no, { term: 'par' }),
    row('/authorisation/requestObject', t.requestObjects[a.requestObject], {
      term: 'request-object',
      relaxes: a.requestObject === 'none',
    }),
    row('/requestObjectAudience', profile.requestObjectAudience, { mono: true, otherwise: t.theIssuer }),
    row('/authorisation/scope', a.scope, { term: 'scope', mono: true }),
    row('/acrValues', profile.acrValues, { term: 'acr', mono: true }),
    row('/authorisation/repeatedParameters', a.repeatedParameters, { mono: true }),
    row(
      '/authorisation/parameters',
      a.parameters.map(({ name, value, when }) => t.parameter(name, value, t.parameterWhen[when])),
      { mono: true },
    ),
    row('/authorisation/query', t.queries[a.query]),
    row('/authorisation/reauthorisation', a.reauthorisation ? t.reauthorisation.yes : t.reauthorisation.no, { term: 'reauthorisation' }),
  ]
}

const toleranceWords = ({ claim, from, fault }: IdTokenTolerance): string =>
  t.idTokenFault(claim, t.fault[fault], from.map((one) => t.from[one]).join(', '), t.strict[claim])

export const idTokenRows = ({ idToken }: BankProfileFields): ProfileRow[] => [
  row('/idToken/issuer', idToken.issuer, { mono: true, otherwise: t.theIssuer }),
  row('/idToken/subject', t.subjects[idToken.subject]),
  row('/idToken/authorizationEndpointSubject', idToken.authorizationEndpointSubject && t.subjects[idToken.authorizationEndpointSubject], {
    otherwise: t.sameSubject,
  }),
  row('/idToken/tolerances', idToken.tolerances.map(toleranceWords), {
    term: 'tolerance',
    relaxes: true,
    note: idToken.tolerances.length > 0 ? t.asWarning : undefined,
  }),
  row('/idToken/judged', t.judged[idToken.judged], { relaxes: idToken.judged === 'asWarnings' }),
]

export const tokenRows = ({ tokens }: BankProfileFields): ProfileRow[] => [
  row('/tokens/clientCredentialsScope', tokens.clientCredentialsScope, { mono: true }),
  row('/tokens/sendsScope', tokens.sendsScope ? t.yes : t.no),
  row('/tokens/refreshIdToken', tokens.refreshIdToken ? t.yes : t.no),
  row(
    '/tokens/tolerances',
    tokens.tolerances.map((one) => t.tokenTolerances[one]),
    { term: 'tolerance', relaxes: true, note: tokens.tolerances.length > 0 ? t.asWarning : undefined },
  ),
]
