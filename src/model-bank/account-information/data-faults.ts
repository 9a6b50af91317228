// Answers that break the standard's schema, in the ways that are known of banks. This is the one place that spoils anything.
import type { BankBehaviour, DataFault } from '../../shared/model/bank-behaviour.ts'

type Json = Record<string, unknown>
type Spoil = (item: Json) => Json

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const without =
  (name: string): Spoil =>
  ({ [name]: _, ...rest }) =>
    rest
/** Spoils the object that an item has under a name; leaves alone an item that has none. */
const within =
  (name: string, spoil: Spoil): Spoil =>
  (item) => {
    const inner = item[name]
    return isObject(inner) ? { ...item, [name]: spoil(inner) } : item
  }
const amountAsNumber = within('Amount', (amount) => ({ ...amount, Amount: Number(amount.Amount) }))
const unknownEnum =
  (name: string): Spoil =>
  (item) =>
    name in item ? { ...item, [name]: 'Wallet' } : item

/** By fault, and by the name of the list whose items it spoils. */
const spoilers: Record<DataFault | 'invalidDirectDebitDate', Record<string, Spoil>> = {
  transactionWithoutBookingDateTime: { Transaction: without('BookingDateTime') },
  transactionCodeWithoutSubCode: { Transaction: within('BankTransactionCode', without('SubCode')) },
  exchangeWithoutRate: { Transaction: within('CurrencyExchange', without('ExchangeRate')) },
  cardWithoutScheme: { Transaction: within('CardInstrument', without('CardSchemeName')) },
  balanceWithoutAmount: { Balance: without('Amount') },
  amountAsNumber: { Transaction: amountAsNumber, Balance: amountAsNumber },
  // 3.1 leaves AccountSubType open; 4.0 closes AccountTypeCode; both close the type of a balance.
  unknownEnum: {
    Account: (account) => unknownEnum('AccountSubType')(unknownEnum('AccountTypeCode')(account)),
    Balance: unknownEnum('Type'),
  },
  missingMeta: {},
  invalidDirectDebitDate: { DirectDebit: (item) => ({ ...item, PreviousPaymentDateTime: '0000-00-00T00:00:00+00:00' }) },
}

export interface Faults {
  /** Tells one set of faults from another. */
  name: string
  withoutMeta: boolean
  /** A record as it goes into the list of a name. */
  spoil(list: string, item: object): object
}

export const faultsOf = ({ dataFaults, directDebitDates }: BankBehaviour): Faults => {
  const chosen = [...dataFaults, ...(directDebitDates === 'invalid' ? (['invalidDirectDebitDate'] as const) : [])]
  return {
    name: chosen.join(' '),
    withoutMeta: dataFaults.includes('missingMeta'),
    spoil: (list, item) => chosen.reduce((spoilt, fault) => spoilers[fault][list]?.(spoilt) ?? spoilt, { ...item } as Json),
  }
}
