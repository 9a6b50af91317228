import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Transactions, TransactionsState } from './transaction-store.ts'

const Context = createContext<Transactions | null>(null)

export const TransactionsProvider = Context.Provider

export const useTransactions = (): Transactions => {
  const transactions = useContext(Context)
  if (!transactions) throw new Error('Transactions are shown outside their provider')
  return transactions
}

export const useTransactionsState = (): TransactionsState => useStore(useTransactions().store)
