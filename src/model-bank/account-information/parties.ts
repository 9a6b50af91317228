// Who holds the accounts of a call, and who logged in.
import type { PartyRecord } from '../data/owners.ts'
import { holderOf, partiesOf, userOf } from '../data/owners.ts'
import type { Answer, DataCall } from './calls.ts'
import { onePage, written } from './lists.ts'
import { problem, Rejection } from './problems.ts'
import { partyShape } from './shapes/party.ts'

const related = ({ accounts, link }: DataCall, find: (accountId: string) => PartyRecord[]) =>
  accounts.flatMap(({ accountId }) =>
    find(accountId).map((party) => ({ party, account: { accountId, url: link(`/accounts/${accountId}`) } })),
  )

/** Data.Party is one party here, and a list in OBReadParty3. */
const oneParty = (call: DataCall, party: object | undefined): Answer => {
  if (party === undefined) throw new Rejection(400, [problem('Resource.NotFound', 'The party is not known')])
  const meta = call.faults.withoutMeta ? {} : { Meta: { TotalPages: 1 } }
  return { status: 200, body: JSON.stringify({ Data: { Party: party }, Links: { Self: call.link(call.path) }, ...meta }) }
}

/** The person or company whose account it is. */
export const readHolder = (call: DataCall): Answer => {
  const [holder] = related(call, holderOf)
  return oneParty(call, holder && written(call, 'Party', partyShape, holder))
}

/** Everyone who holds or runs the account. */
export const listParties = (call: DataCall): Answer => onePage(call, 'Party', partyShape, related(call, partiesOf))

/** The person who authorised the consent. */
export const readUser = (call: DataCall): Answer => {
  const party = userOf(call.consent.customer ?? '')
  return oneParty(call, party && written(call, 'Party', partyShape, { party, account: null }))
}
