import type { ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { AccountAccessConsent, Permission } from '../../../shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ApiVersion } from '../../../shared/model/common.ts'
import type { BankClient, BankRequest, BankResponse } from '../bank/client.ts'
import { changedNothing } from '../bank/outcome.ts'
import type { BankSession } from '../bank/session.ts'
import type { TokenCache } from '../bank/tokens.ts'
import { accountInformationOf } from '../bank-profiles/account-information-of.ts'
import type { Sessions } from '../bank-registrations/sessions.ts'
import type { Clock } from '../clock.ts'
import type { CallContext } from '../context.ts'
import { readyFrom } from './authorisation-readiness.ts'
import {
  buildConsentDelete,
  buildConsentRead,
  buildConsentRequest,
  checkPermissions,
  processConsentDelete,
  processConsentResponse,
} from './consent-exchange.ts'
import type { ConsentRecords } from './consent-records.ts'

interface Deps {
  clock: Clock
  bank: BankClient
  tokens: TokenCache
  sessions: Sessions
  records: ConsentRecords
}

export const createConsentService = (deps: Deps) => {
  const { bank, records, sessions } = deps

  /** What a call about the consent itself needs: a client-credentials token (UK R/W API, account access consents). */
  const prepare = async (session: BankSession, apiVersion: ApiVersion, call: CallContext, step: string) => {
    const { profile, bankRegistrationId } = session
    const baseUrl = baseUrlOf(profile, apiVersion)
    const context = { step, runId: call.runId, signal: call.signal, bankRegistrationId }
    const { clientCredentialsScope: scope } = profile.tokens
    const { accessToken } = await deps.tokens.clientCredentials(bank, session, scope, { ...context, step: 'token.clientCredentials' })
    const send = async (request: BankRequest): Promise<BankResponse> => {
      const response = await bank.send(session.target, session.identity, request, context)
      // A refused token is not worth keeping; the next call asks for a new one.
      if (response.status === 401) deps.tokens.forget(bankRegistrationId)
      return response
    }
    return { about: { profile, apiVersion, baseUrl, accessToken }, send }
  }

  const service = {
    list: () => records.list(),

    async create(input: ParsedInput<'accountAccessConsent.create'>, call: CallContext): Promise<AccountAccessConsent> {
      checkPermissions(input.permissions)
      const session = await sessions.open(input.bankRegistrationId)
      const { defaultVersion } = offeredBy(session.profile, input.permissions)
      const apiVersion = input.apiVersion ?? defaultVersion
      const { about, send } = await prepare(session, apiVersion, call, 'account-access-consents.create')
      const asked = {
        permissions: input.permissions,
        expirationDateTime: input.expirationDateTime ?? null,
        transactionFromDateTime: input.transactionFromDateTime ?? null,
        transactionToDateTime: input.transactionToDateTime ?? null,
      }
      const request = buildConsentRequest({ ...about, ...asked })
      const begun = records.insert({
        bankRegistrationId: input.bankRegistrationId,
        reference: input.reference ?? null,
        apiVersion,
        ...asked,
      })
      try {
        const response = await send(request)
        const made = processConsentResponse(response, about, 201)
        return records.update(begun.id, { ...made, readyFrom: readyFrom(session.profile, deps.clock.now()) })
      } catch (error) {
        // Otherwise the outcome is open, and the row says so.
        if (changedNothing(error)) records.remove(begun.id)
        throw error
      }
    },

    async get(input: ParsedInput<'accountAccessConsent.get'>, call: CallContext): Promise<AccountAccessConsent> {
      const consent = records.get(input.id)
      if (!input.fromBank) return consent
      if (!consent.consentId)
        throw new AppError('CONFLICT', 'The bank never confirmed this consent', { field: 'id', remedy: 'Delete it with localOnly.' })
      const session = await sessions.open(consent.bankRegistrationId)
      const { about, send } = await prepare(session, consent.apiVersion, call, 'account-access-consents.read')
      const response = await send(buildConsentRead({ ...about, consentId: consent.consentId }))
      return records.update(consent.id, processConsentResponse(response, about, 200, consent.consentId))
    },

    history(id: string) {
      records.get(id)
      return records.history(id)
    },

    /** The bank is not told (SCA-RTS Article 36(6)); CONFLICT while there is nothing that could still stand. */
    reconfirm(id: string): AccountAccessConsent {
      const consent = records.get(id)
      if (!consent.reconfirmation || consent.status !== 'authorised') {
        throw new AppError('CONFLICT', 'The consent is not authorised', {
          field: 'id',
          remedy: 'Let the customer authorise it; 90 days are counted from then.',
        })
      }
      return records.reconfirm(id)
    },

    async remove(input: ParsedInput<'accountAccessConsent.delete'>, call: CallContext): Promise<{ id: string }> {
      const consent = records.get(input.id)
      if (!input.localOnly && consent.consentId) {
        const session = await sessions.open(consent.bankRegistrationId)
        const { about, send } = await prepare(session, consent.apiVersion, call, 'account-access-consents.delete')
        const request = buildConsentDelete({ ...about, consentId: consent.consentId })
        records.setState(consent.id, 'deleting')
        try {
          processConsentDelete(await send(request))
        } catch (error) {
          if (changedNothing(error)) records.setState(consent.id, 'created')
          throw error
        }
      }
      records.remove(consent.id)
      return { id: consent.id }
    },
  }
  return service
}

export type ConsentService = ReturnType<typeof createConsentService>

/** CONFLICT when the bank has no account information, INVALID_INPUT for permissions that it does not offer. */
const offeredBy = (profile: BankProfile, permissions: Permission[]) => {
  const accountInformation = accountInformationOf(profile, 'bankRegistrationId')
  const refused = permissions.filter((one) => accountInformation.unsupportedPermissions.includes(one))
  if (refused.length > 0) {
    throw new AppError('INVALID_INPUT', `${profile.displayName} does not offer ${refused.join(', ')}`, {
      field: 'permissions',
      remedy: 'Leave out what the bank does not offer.',
    })
  }
  return accountInformation
}

const baseUrlOf = ({ accountInformation, name }: BankProfile, version: ApiVersion): string => {
  const baseUrl = accountInformation?.baseUrls[version]
  if (!baseUrl)
    throw new AppError('INVALID_INPUT', `Bank profile "${name}" has no base URL for version ${version}`, { field: 'apiVersion' })
  return baseUrl
}
