// Addresses in answers: the bank's own, or wrong in one of the ways that are known of banks.
import { standIns } from '../../shared/bank-persona.ts'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import type { ApiVersion } from '../../shared/model/common.ts'

/** The absolute address of a path below the API, which has no query. */
export type Link = (path: string) => string

const writers: Record<BankBehaviour['links'], (baseUrl: string, version: ApiVersion) => Link> = {
  own: (baseUrl) => (path) => baseUrl + path,
  trailingSlash: (baseUrl) => (path) => `${baseUrl}${path}/`,
  otherBase: (_baseUrl, version) => (path) => standIns.linksBase(version) + path,
  httpWithoutPort: (baseUrl) => {
    const { hostname, pathname } = new URL(baseUrl)
    return (path) => `http://${hostname}${pathname}${path}`
  },
}

/** `baseUrl` goes up to and including /aisp. */
export const linkWriter = (links: BankBehaviour['links'], baseUrl: string, version: ApiVersion): Link => writers[links](baseUrl, version)
