// The calls that manage a consent.
import { customers } from '../data/customers.ts'
import { managedConsent } from './access.ts'
import type { Answer, ManagementCall } from './calls.ts'
import { readConsentRequest, readSupplementaryData } from './consent-request.ts'
import type { ConsentRecord } from './consents.ts'
import { consentShape } from './shapes/consent.ts'

const collection = '/account-access-consents'

const answerWith = (status: number, { version, consents, link }: ManagementCall, consent: ConsentRecord, self: string): Answer => ({
  status,
  body: JSON.stringify({
    Data: consentShape(consent, consents.status(consent), version),
    Risk: {},
    Links: { Self: link(self) },
    Meta: { TotalPages: 1 },
  }),
})

export const createConsent = (call: ManagementCall): Answer => {
  const { behaviour, caller, consents, version } = call
  const requested = readConsentRequest(call.body, version, call.now, behaviour.refusedPermissions)
  const { consentId } = consents.create(caller.clientId, version, requested)
  if (behaviour.approvesBySupplementaryData) approveAtOnce(call, consentId)
  const consent = managedConsent(consents, consentId, version, caller)
  const self = behaviour.consentLinks === 'consentIdOmitted' ? collection : `${collection}/${consent.consentId}`
  return answerWith(201, call, consent, self)
}

/** A sandbox has no customers to ask: the request itself says whose consent it is, and that it is given. */
const approveAtOnce = ({ body, consents }: ManagementCall, consentId: string): void => {
  const { DesiredStatus, UserID, AccountID } = readSupplementaryData(body)
  if (DesiredStatus !== 'Authorised') return
  const everyone = customers.all()
  const customer = everyone.find(({ username }) => username === UserID) ?? everyone[0]
  if (customer === undefined) return
  const accountIds = customer.accounts.map(({ accountId }) => accountId)
  consents.authorise(consentId, customer.username, accountIds.some((one) => one === AccountID) ? [String(AccountID)] : accountIds)
}

export const readConsent = (call: ManagementCall): Answer => {
  const consent = managedConsent(call.consents, call.consentId, call.version, call.caller)
  return answerWith(200, call, consent, `${collection}/${consent.consentId}`)
}

export const deleteConsent = (call: ManagementCall): Answer => {
  call.consents.delete(managedConsent(call.consents, call.consentId, call.version, call.caller).consentId)
  return { status: 204, body: null }
}
