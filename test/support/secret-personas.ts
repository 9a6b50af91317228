// Banks whose ways bring secrets that the standard's do not: client secrets, assertions, registration tokens, codes in a query.

import { expect } from 'vitest'
import { approve } from './bank-tpp.ts'
import type { Session } from './secret-run.ts'
import { type Secret, secretOf } from './secret-search.ts'

const personas = {
  clientSecretPost: 'Cooperative_Cooperative',
  clientSecretFromRegistration: 'Nationwide_VirginMerged',
  registrationAccessToken: 'Lloyds_Sandbox',
  privateKeyJwt: 'Tsb_Tsb',
}

/** Everything at each of them, and one authorisation that stays open. No model bank runs afterwards. */
export const runPersonas = async (session: Session): Promise<Secret[]> => {
  const { call, say, aside } = session
  const handedOut: Secret[] = []
  for (const persona of Object.values(personas)) {
    await call('modelBank.stop', {})
    const { accountAccessConsentId, bankRegistrationId } = await call('walkthrough.run', { persona, customer: 'eira' })
    await call('account.fetch', { accountAccessConsentId })
    await call('accountAccessConsent.refresh', { id: accountAccessConsentId })
    await say('bankRegistration.get', { id: bankRegistrationId, fromBank: true })
    handedOut.push(...(await authoriseByHand(session, bankRegistrationId)))
    const { id } = await call('accountAccessConsent.create', { bankRegistrationId, permissions: ['ReadAccountsBasic'] })
    await aside('accountAccessConsent.startAuthorisation', { id, capture: 'paste' })
    await readLog(session)
  }
  await call('modelBank.stop', {})
  return handedOut
}

/** The address is handed out for a browser; the redirect is pasted, wrong, right, and once too often. */
export const authoriseByHand = async ({ call, say, aside }: Session, bankRegistrationId: string): Promise<Secret[]> => {
  const { id } = await call('accountAccessConsent.create', { bankRegistrationId, permissions: ['ReadAccountsBasic'] })
  const { authorisationUrl, authContextId } = await aside('accountAccessConsent.startAuthorisation', { id })
  const redirect = (await approve(authorisationUrl)).url
  const wrong = await say('accountAccessConsent.completeAuthorisation', { redirect: redirect.replace('state=', 'state=x') })
  await call('accountAccessConsent.completeAuthorisation', { authContextId, redirect })
  const again = await say('accountAccessConsent.completeAuthorisation', { authContextId, redirect })
  expect([wrong.ok, again.ok]).toEqual([false, false])
  const { hash, search } = new URL(redirect)
  const answer = new URLSearchParams(hash.slice(1) || search)
  const secrets = {
    'request object': new URL(authorisationUrl).searchParams.get('request'),
    'code of the redirect': answer.get('code'),
    'id_token of the redirect': answer.get('id_token'),
  }
  return Object.entries(secrets).flatMap(([what, value]) => (value ? secretOf(what, value) : []))
}

/** As it is listed, looked at and exported. */
export const readLog = async ({ call }: Pick<Session, 'call'>): Promise<number> => {
  const { items } = await call('requestLog.list', { limit: 1000 })
  for (const { id } of items) await call('requestLog.get', { id })
  await call('requestLog.export', {})
  await call('requestLog.summarise', {})
  return items.length
}
