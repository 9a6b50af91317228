// Which accounts an answer may be about: the one that was asked for, or every account of the consent.

import { AppError } from '../../../shared/errors.ts'
import type { AccountResource } from '../../../shared/model/account-data.ts'
import { isObject } from './answer-fields.ts'
import { listNameOf } from './conformance-tables.ts'
import { type AskedAccounts, isStrange } from './judged-rows.ts'

export interface Asked {
  accounts: AskedAccounts
  /** All of them, once the answer has been read. */
  ids: Iterable<string>
  /** To be called with each body before it is read. */
  prepare?: (body: unknown) => Promise<void>
}

export const oneAccount = (accountId: string): Asked => ({ accounts: accountId, ids: [accountId] })

/**
 * Those of the local copy, which may be older than what the customer has allowed since: once an answer names another account, they are
 * read anew. `listAnew` gives the accounts that the bank lists now.
 */
export function everyAccount(known: readonly string[], resource: AccountResource, listAnew: () => Promise<string[]>): Asked {
  const ids = new Set(known)
  let isCurrent = false
  return {
    ...{ accounts: ids, ids },
    async prepare(body) {
      if (isCurrent || !rowsOf(body, listNameOf(resource)).some((row) => isObject(row) && isStrange(row, ids))) return
      isCurrent = true
      try {
        for (const id of await listAnew()) ids.add(id)
      } catch (error) {
        // The rows of accounts that are known are kept all the same; the others become warnings.
        if (!(error instanceof AppError)) throw error
      }
    },
  }
}

const rowsOf = (body: unknown, list: string): unknown[] => (isObject(body) && isObject(body.Data) ? [body.Data[list]].flat() : [])
