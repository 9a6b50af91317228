import type { ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import type { ApiVersion } from '../../../shared/model/common.ts'
import type { BankClient, BankRequest, BankResponse } from '../bank/client.ts'
import { changedNothing } from '../bank/outcome.ts'
import type { BankSession } from '../bank/session.ts'
import type { TokenCache } from '../bank/tokens.ts'
import type { Sessions } from '../bank-registrations/sessions.ts'
import type { CallContext } from '../context.ts'
import {
  buildConsentDelete,
  buildConsentRead,
  buildConsentRequest,
  checkPermissions,
  processConsentDelete,
  processConsentResponse,
} from './consent-exchange.ts'
import type { ConsentRecords } from './consent-records.ts'

export const createConsentService = (deps: { bank: BankClient; tokens: TokenCache; sessions: Sessions; records: ConsentRecords }) => {
  const { bank, records, sessions } = deps

  const baseUrlOf = (session: BankSession, version: ApiVersion): string => {
    const baseUrl = session.profile.accountInformation.baseUrls[version]
    if (!baseUrl) {
      throw new AppError('INVALID_INPUT', `Bank profile "${session.profile.name}" has no base URL for version ${version}`, {
        field: 'apiVersion',
      })
    }
    return baseUrl
  }

  /** What a call about the consent itself needs: a client-credentials token (UK R/W API, account access consents). */
  const prepare = async (bankRegistrationId: string, call: CallContext, step: string) => {
    const session = await sessions.open(bankRegistrationId)
    const context = { step, runId: call.runId, signal: call.signal, bankRegistrationId }
    const { accessToken } = await deps.tokens.clientCredentials(bank, session, 'accounts', { ...context, step: 'token.clientCredentials' })
    const send = async (request: BankRequest): Promise<BankResponse> => {
      const response = await bank.send(session.target, session.identity, request, context)
      // A refused token is not worth keeping; the next call asks for a new one.
      if (response.status === 401) deps.tokens.forget(bankRegistrationId)
      return response
    }
    return { session, accessToken, send }
  }

  const service = {
    list: () => records.list(),

    async create(input: ParsedInput<'accountAccessConsent.create'>, call: CallContext): Promise<AccountAccessConsent> {
      checkPermissions(input.permissions)
      const { session, accessToken, send } = await prepare(input.bankRegistrationId, call, 'account-access-consents.create')
      const apiVersion = input.apiVersion ?? session.profile.accountInformation.defaultVersion
      const asked = {
        permissions: input.permissions,
        expirationDateTime: input.expirationDateTime ?? null,
        transactionFromDateTime: input.transactionFromDateTime ?? null,
        transactionToDateTime: input.transactionToDateTime ?? null,
      }
      const request = buildConsentRequest({ profile: session.profile, baseUrl: baseUrlOf(session, apiVersion), accessToken, ...asked })
      const begun = records.insert({
        bankRegistrationId: input.bankRegistrationId,
        reference: input.reference ?? null,
        apiVersion,
        ...asked,
      })
      try {
        const response = await send(request)
        return records.update(begun.id, processConsentResponse(response, apiVersion, 201))
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
      const { session, accessToken, send } = await prepare(consent.bankRegistrationId, call, 'account-access-consents.read')
      const request = buildConsentRead({
        profile: session.profile,
        baseUrl: baseUrlOf(session, consent.apiVersion),
        accessToken,
        consentId: consent.consentId,
      })
      const response = await send(request)
      return records.update(consent.id, processConsentResponse(response, consent.apiVersion, 200, consent.consentId))
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
        const { session, accessToken, send } = await prepare(consent.bankRegistrationId, call, 'account-access-consents.delete')
        const request = buildConsentDelete({
          profile: session.profile,
          baseUrl: baseUrlOf(session, consent.apiVersion),
          accessToken,
          consentId: consent.consentId,
        })
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
