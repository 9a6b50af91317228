// Whether a bank publishes that it offers what its profile says of it.

import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'

interface Advertised {
  response_types_supported?: string[] | undefined
  response_modes_supported?: string[] | undefined
  token_endpoint_auth_methods_supported?: string[] | undefined
  token_endpoint_auth_signing_alg_values_supported?: string[] | undefined
  request_object_signing_alg_values_supported?: string[] | undefined
  id_token_signing_alg_values_supported?: string[] | undefined
  pushed_authorization_request_endpoint?: string | undefined
}

type Wanted = Pick<
  BankProfile,
  'responseType' | 'responseMode' | 'tokenEndpointAuthMethod' | 'signingAlgorithms' | 'pushedAuthorizationRequest' | 'authorisation'
>

/** What the metadata mean when they leave a member out; what is not here says nothing then (RFC 8414 §2). */
const whenAbsent: Advertised = { response_modes_supported: ['query', 'fragment'] }

// The parts of a response type have no order (OAuth 2.0 Multiple Response Types §3).
const inOrder = (responseType: string): string => responseType.split(' ').toSorted().join(' ')

/** Throws BANK_INVALID_RESPONSE, naming the member of the metadata that does not have what the profile wants. */
export const checkAdvertised = (metadata: Advertised, profile: Wanted, requestLogId: string): void => {
  const refuse = (member: string, fault: string, field: string) => {
    throw new AppError('BANK_INVALID_RESPONSE', `The bank publishes in "${member}" ${fault}`, {
      remedy: `Compare ${field} of the bank profile with what the bank documents.`,
      requestLogId,
    })
  }
  const need = (member: keyof Omit<Advertised, 'pushed_authorization_request_endpoint'>, wanted: readonly string[], field: string) => {
    const offered = metadata[member] ?? whenAbsent[member]
    if (!offered || wanted.some((one) => offered.map(inOrder).includes(inOrder(one)))) return
    refuse(member, `${offered.join(', ') || 'nothing'}, and not ${wanted.join(' or ')}`, field)
  }
  const { authorisation, signingAlgorithms } = profile
  const mode = metadata.response_modes_supported ? 'responseMode' : 'responseMode and responseModesSupported'
  need('response_types_supported', [profile.responseType], 'responseType')
  need('response_modes_supported', [profile.responseMode], mode)
  need('token_endpoint_auth_methods_supported', [profile.tokenEndpointAuthMethod], 'tokenEndpointAuthMethod')
  if (profile.tokenEndpointAuthMethod === 'private_key_jwt') {
    need('token_endpoint_auth_signing_alg_values_supported', signingAlgorithms, 'signingAlgorithms')
  }
  if (authorisation.requestObject === 'signed') need('request_object_signing_alg_values_supported', signingAlgorithms, 'signingAlgorithms')
  if (authorisation.openIdConnect) need('id_token_signing_alg_values_supported', signingAlgorithms, 'signingAlgorithms')
  if (profile.pushedAuthorizationRequest && !metadata.pushed_authorization_request_endpoint) {
    refuse('pushed_authorization_request_endpoint', 'no address', 'pushedAuthorizationRequest')
  }
}
