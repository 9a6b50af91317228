// What an endpoint is given, and what it gives back.
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import type { ApiVersion } from '../../shared/model/common.ts'
import type { Caller } from '../contracts.ts'
import type { AccountRecord } from '../data/records.ts'
import type { Grant } from './access.ts'
import type { ConsentRecord, Consents } from './consents.ts'
import type { Faults } from './data-faults.ts'
import type { Link } from './links.ts'
import type { Needs } from './permissions.ts'
import type { View } from './shapes/shape.ts'

interface Call {
  version: ApiVersion
  link: Link
  /** Path below /aisp, without a query. */
  path: string
  query: Record<string, string>
}

export interface ManagementCall extends Call {
  behaviour: BankBehaviour
  caller: Caller
  consents: Consents
  consentId: string
  body: string
  now: Date
}

export interface DataCall extends Call {
  consent: ConsentRecord
  /** The account of the path, or every account that the customer chose. */
  accounts: AccountRecord[]
  /** Empty where the path has none. */
  statementId: string
  view: View
  faults: Faults
}

export interface Answer {
  status: number
  /** JSON where no type is given; null for none. */
  body: string | Buffer | null
  type?: string
  headers?: Record<string, string>
}

interface CommonEndpoint {
  path: string
  /** Not part of the standard: only there when the bank offers it. */
  additional?: BankBehaviour['additionalCalls'][number]
}

interface ManagementEndpoint extends CommonEndpoint {
  method: 'POST' | 'GET' | 'DELETE'
  grant: Extract<Grant, 'clientCredentials'>
  answer(call: ManagementCall): Answer
}

interface DataEndpoint extends CommonEndpoint {
  method: 'GET'
  grant: Extract<Grant, 'authorisationCode'>
  needs: Needs
  /** JSON when absent. */
  produces?: string
  answer(call: DataCall): Answer
}

export type Endpoint = ManagementEndpoint | DataEndpoint
