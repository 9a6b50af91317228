import { consentSubjects } from './consent-steps.ts'
import { known, plural, type Step } from './step.ts'

export const accounts: Step = {
  id: 'accounts',
  title: 'Fetch accounts',
  why: 'GET /accounts is always the first data call; it tells which accounts the customer chose.',
  async run(progress, services, call) {
    const accountAccessConsentId = known(progress, 'consentId')
    const { items } = await services.accountData.listAccounts({ accountAccessConsentId, source: 'bank' }, call)
    progress.found.accounts = items
    return { summary: plural(items.length, 'account'), subjects: consentSubjects(progress) }
  },
}

export const balances: Step = {
  id: 'balances',
  title: 'Fetch balances',
  why: 'An account has several balances, each of its own type and time.',
  async run(progress, services, call) {
    const accountAccessConsentId = known(progress, 'consentId')
    const { items } = await services.accountData.listBalances({ accountAccessConsentId, source: 'bank' }, call)
    progress.found.balances = items
    return { summary: plural(items.length, 'balance'), subjects: consentSubjects(progress) }
  },
}

export const transactions: Step = {
  id: 'transactions',
  title: 'Fetch transactions',
  why: 'Banks answer in pages; the link to the next one is followed until there is none.',
  async run(progress, services, call) {
    const accountAccessConsentId = known(progress, 'consentId')
    const page = { offset: 0, limit: 1, order: 'newestFirst', source: 'bank' } as const
    const all = await services.accountData.listTransactions({ accountAccessConsentId, ...page }, call)
    for (const { accountId } of known(progress, 'accounts')) {
      progress.transactions.set(accountId, services.accountData.countTransactions({ accountAccessConsentId, accountId }))
    }
    return { summary: plural(all.total, 'transaction'), subjects: consentSubjects(progress) }
  },
}
