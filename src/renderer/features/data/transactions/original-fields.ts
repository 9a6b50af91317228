// Names of a bank's object, in words: ProprietaryBankTransactionCode.Code becomes "Proprietary bank transaction code · code".

export interface OriginalField {
  path: string
  label: string
  value: string
}

/** Shown by a row of their own, with the meaning that the workbench gives them. */
const known = new Set([
  'AccountId',
  'TransactionId',
  'TransactionReference',
  'CreditDebitIndicator',
  'Status',
  'BookingDateTime',
  'ValueDateTime',
  'TransactionInformation',
  'Amount',
  'Balance',
  'MerchantDetails.MerchantName',
])

const wordsOf = (name: string): string => name.replaceAll(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2 ').toLowerCase()

const labelOf = (names: readonly string[]): string => {
  const words = names.map((name) => (/^\d+$/.test(name) ? String(Number(name) + 1) : wordsOf(name))).join(' · ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const leaves = (value: unknown, names: string[]): { names: string[]; value: string }[] => {
  if (typeof value !== 'object' || value === null) return value === null ? [] : [{ names, value: String(value) }]
  const simple = Array.isArray(value) && value.every((one) => typeof one !== 'object')
  if (simple) return value.length > 0 ? [{ names, value: value.join(', ') }] : []
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...names, name]))
}

const isKnown = (names: readonly string[]): boolean => names.some((_, index) => known.has(names.slice(0, index + 1).join('.')))

/** Everything else that the bank said of a transaction, in its order. */
export const otherFields = (original: Record<string, unknown>): OriginalField[] =>
  leaves(original, [])
    .filter(({ names }) => !isKnown(names))
    .map(({ names, value }) => ({ path: names.join('.'), label: labelOf(names), value }))
