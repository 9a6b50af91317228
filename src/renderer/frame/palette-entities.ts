import { get } from '../api/client.ts'
import { go } from '../router.ts'
import { text } from '../text/en.ts'
import { glossary } from '../text/glossary.ts'
import { paletteText as t } from '../text/palette.ts'
import type { Runnable } from './palette-commands.ts'

const opening = (kind: Runnable['kind'], path: string[], label: string, detail: string, keywords: string): Runnable => ({
  id: path.join('/'),
  kind,
  label,
  detail,
  keywords,
  run: () => go(path),
})

const entity = (screen: string, aggregate: string, id: string, label: string, detail: string, keywords = '') =>
  opening('entity', [screen, aggregate, id], label, detail, keywords)

/** Accounts of the local copy; a consent whose data was never fetched has none. */
const accountsOf = async (consentId: string, reference: string): Promise<Runnable[]> => {
  const { items } = await get('account.list', { accountAccessConsentId: consentId })
  return items.map(({ accountId, name, type, currency, identifications }) =>
    entity(
      'data',
      'account',
      `${consentId}:${accountId}`,
      name ?? accountId,
      [t.entities.account, reference].filter(Boolean).join(' · '),
      `${accountId} ${type ?? ''} ${currency ?? ''} ${identifications.map(({ identification }) => identification).join(' ')}`,
    ),
  )
}

/** Everything of the workspace that has a screen of its own. */
export const loadEntities = async (): Promise<Runnable[]> => {
  const [transport, signing, requests, keys, software, banks, registrations, consents] = await Promise.all([
    get('obWacCertificate.list', {}),
    get('obSealCertificate.list', {}),
    get('signingRequest.list', {}),
    get('encryptionKeyDescription.list', {}),
    get('softwareStatement.list', {}),
    get('bankProfile.list', {}),
    get('bankRegistration.list', {}),
    get('accountAccessConsent.list', {}),
  ])
  const bankName = (id: string) => banks.items.find((bank) => bank.id === id)?.displayName ?? ''
  const bankOfConsent = (registrationId: string) =>
    bankName(registrations.items.find((registration) => registration.id === registrationId)?.bankProfileId ?? '')
  const accounts = await Promise.all(consents.items.map(({ id, reference }) => accountsOf(id, reference ?? '')))
  return [
    ...transport.items.map((one) =>
      entity(
        'certificates',
        'obWacCertificate',
        one.id,
        one.name,
        t.entities.transport,
        `${one.subject} ${one.sha256Fingerprint} ${one.serialNumber}`,
      ),
    ),
    ...signing.items.map((one) =>
      entity(
        'certificates',
        'obSealCertificate',
        one.id,
        one.name,
        t.entities.signing,
        `${one.subject} ${one.sha256Fingerprint} ${one.keyId}`,
      ),
    ),
    ...requests.items.map((one) => entity('certificates', 'signingRequest', one.id, one.name, t.entities.request, one.subject)),
    ...keys.items.map((one) => entity('keys', 'encryptionKeyDescription', one.id, one.name, t.entities.key)),
    ...software.items.map((one) =>
      entity(
        'software',
        'softwareStatement',
        one.id,
        one.clientName,
        `${t.entities.software} · ${one.organisationName}`,
        `${one.softwareId} ${one.organisationId}`,
      ),
    ),
    ...banks.items.map((one) =>
      entity(
        'banks',
        'bankProfile',
        one.id,
        one.displayName,
        [t.entities.bank, text.bar.environments[one.environment]].join(' · '),
        [one.name, one.group, one.issuer].filter(Boolean).join(' '),
      ),
    ),
    ...registrations.items.map((one) =>
      entity('banks', 'bankRegistration', one.id, bankName(one.bankProfileId), t.entities.registration, one.externalApiId ?? ''),
    ),
    ...consents.items.map((one) =>
      entity(
        'consents',
        'accountAccessConsent',
        one.id,
        one.reference ?? one.consentId ?? bankOfConsent(one.bankRegistrationId),
        `${t.entities.consent} · ${bankOfConsent(one.bankRegistrationId)}`,
        one.consentId ?? '',
      ),
    ),
    ...accounts.flat(),
  ]
}

export const terms: Runnable[] = glossary.map(({ id, term, meaning }) => opening('term', ['glossary', id], term, t.entities.term, meaning))
