// What differs between the versions of OB DCR, for whoever asks for a registration and for whoever judges it.

import type { BankProfile } from './model/bank-profile.ts'

type Registration = BankProfile['registration']

export interface DcrVersion {
  grantTypes: readonly string[]
  /** What a client that is not on the web is called depends on the version. */
  applicationTypes: readonly Registration['applicationType'][]
  /** tls_client_auth_subject_dn: most characters, and how it has to be written where the version says so. */
  subjectDn: { limit: number; pattern?: RegExp }
}

/** CIBA comes with backchannel_… members (OB DCR 3.3), which neither the workbench nor its model bank has. */
export const cibaGrant = 'urn:openid:params:grant-type:ciba'

const grants = ['client_credentials', 'authorization_code', 'refresh_token']

export const dcrVersions: Record<Registration['version'], DcrVersion> = {
  '3.2': { grantTypes: grants, applicationTypes: ['web', 'mobile'], subjectDn: { limit: 128 } },
  '3.3': { grantTypes: [...grants, cibaGrant], applicationTypes: ['web', 'mobile'], subjectDn: { limit: 128 } },
  '3.4': {
    grantTypes: [...grants, cibaGrant, 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
    applicationTypes: ['web', 'native'],
    subjectDn: { limit: 512, pattern: /^cn=[^,\n]+(?:,[^,\s]+=[^,\n]+)*$/i },
  },
}

/** Why a version does not take a subject; null when it does. */
export const subjectDnProblem = (subjectDn: string, version: Registration['version']): 'length' | 'form' | null => {
  const { limit, pattern } = dcrVersions[version].subjectDn
  const { length } = [...subjectDn]
  if (length === 0 || length > limit) return 'length'
  return pattern?.test(subjectDn) === false ? 'form' : null
}
