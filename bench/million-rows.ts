// Pages of transactions in any number, from those that the model bank answered: other ids, days, amounts and words.

import { openStore } from '../src/main/core/db/store.ts'

export const rowsPerPage = 100

const words = ['Rent', 'Groceries', 'Fuel', 'Salary', 'Insurance', 'Coffee', 'Books', 'Train', 'Water', 'Power']
const minuteMs = 60_000
const newest = Date.parse('2026-10-30T00:00:00Z')

interface Template {
  AccountId: string
  Amount: { Amount: string; Currency: string }
  [member: string]: unknown
}

export interface Pages {
  accountIds: string[]
  /** The body of a page of one account; the pages are numbered over all accounts, each newest first. */
  page: (index: number) => { accountId: string; body: string }
}

/** Rows of the workspace's file are the templates. The same number always gives the same page. */
export function pagesLike(file: string): Pages {
  const store = openStore({ file })
  const found = store.all<{ original: string }>('select original from account_transaction order by key limit 500')
  store.close()
  const templates = found.map(({ original }) => JSON.parse(original) as Template)
  const accountIds = [...new Set(templates.map(({ AccountId }) => AccountId))]

  const row = (index: number, accountId: string): Template => {
    const mixed = (index * 7919) % 1_000_003
    const template = templates[mixed % templates.length]
    if (!template) throw new Error('the workspace holds no transactions')
    const at = new Date(newest - index * minuteMs).toISOString()
    return {
      ...template,
      AccountId: accountId,
      TransactionId: `${accountId}-${index}`,
      BookingDateTime: at,
      ...('ValueDateTime' in template ? { ValueDateTime: at } : {}),
      // A page of them in every few thousand rows has not been booked yet.
      Status: mixed % 50 === 0 ? 'PDNG' : 'BOOK',
      Amount: { ...template.Amount, Amount: (mixed / 100).toFixed(2) },
      TransactionInformation: `${words[Math.trunc(mixed / 50) % words.length]} ${mixed}`,
    }
  }

  return {
    accountIds,
    page(index) {
      const accountId = accountIds[index % accountIds.length] ?? ''
      const rows = Array.from({ length: rowsPerPage }, (_, at) => row(index * rowsPerPage + at, accountId))
      const self = `https://bank.example/accounts/${accountId}/transactions`
      return { accountId, body: JSON.stringify({ Data: { Transaction: rows }, Links: { Self: self }, Meta: { TotalPages: 1 } }) }
    },
  }
}
