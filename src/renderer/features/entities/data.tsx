import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import type { Account, Balance } from '../../../shared/model/account-data.ts'
import { useQueries, useQuery } from '../../api/query.ts'
import type { Environment } from '../../preferences.ts'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { money } from '../../ui/format.ts'
import { AccountDetail } from './account-detail.tsx'
import { accountEntryId, mainBalance, numberOf } from './account-name.ts'
import { consentName } from './consents.tsx'
import { type EntityScreenDefinition, type Entry, group } from './entry.ts'
import { useBankOf } from './use-bank-of.ts'

const t = entityText.data

interface Context {
  consent: AccountAccessConsent
  consentName: string
  environment: Environment | undefined
  balances: readonly Balance[]
}

const entryOf = (account: Account, { balances, environment, ...consent }: Context): Entry => {
  const balance = mainBalance(balances, account.accountId)
  return {
    aggregate: 'account',
    id: accountEntryId(account),
    name: account.name ?? account.accountId,
    status: null,
    amount: balance && `${money(balance.amount)} ${balance.currency}`,
    secondary: numberOf(account),
    environment,
    words: account.identifications.map(({ identification }) => identification).join(' '),
    detail: () => (
      <AccountDetail account={account} balances={balances.filter(({ accountId }) => accountId === account.accountId)} {...consent} />
    ),
  }
}

/** The local copy: accounts under the consent that they were fetched with. */
export const data: EntityScreenDefinition = {
  id: 'data',
  label: text.nav.data,
  empty: t.empty,
  useGroups: () => {
    const consents = useQuery('accountAccessConsent.list', {})
    const bankOf = useBankOf()
    const items = consents.value?.items ?? []
    const inputs = items.map(({ id }) => ({ accountAccessConsentId: id }))
    const accounts = useQueries('account.list', inputs)
    const balances = useQueries('balance.list', inputs)
    if (!consents.value) return [{ id: 'consents', heading: '', loading: consents.loading, error: consents.error, entries: [] }]
    return items.map((consent, index) => {
      const bank = bankOf(consent.bankRegistrationId)
      const name = consentName(consent, bank?.displayName ?? '')
      const context = { consent, consentName: name, environment: bank?.environment, balances: balances[index]?.value?.items ?? [] }
      const query = accounts[index] ?? { value: undefined, error: undefined, loading: true }
      return group(consent.id, [bank?.displayName, name].filter(Boolean).join(' · '), query, (account) => entryOf(account, context))
    })
  },
}
