// OB Read/Write 4.0, "Changes to enumerations": the names of 3.1 and the ISO 20022 codes that replaced them.
// A name without a successor (ChargeCard, EMoney, PrePaidCard, the three *Cleared balances) stays as the bank wrote it.

const accountTypes: Record<string, string> = {
  CurrentAccount: 'CACC',
  Savings: 'SVGS',
  CreditCard: 'CARD',
  Loan: 'LOAN',
  Mortgage: 'MORT',
  Wallet: 'WALT',
}

const balanceTypes: Record<string, string> = {
  ClosingAvailable: 'CLAV',
  ClosingBooked: 'CLBD',
  Expected: 'XPCD',
  ForwardAvailable: 'FWAV',
  Information: 'INFO',
  InterimAvailable: 'ITAV',
  InterimBooked: 'ITBD',
  OpeningAvailable: 'OPAV',
  OpeningBooked: 'OPBD',
  PreviouslyClosedBooked: 'PRCD',
}

const transactionStatuses: Record<string, string> = { Booked: 'BOOK', Pending: 'PDNG', Rejected: 'RJCT' }

// Inactive stays as it is: 4.0 tells cancelled, expired and suspended apart.
const mandateStatuses: Record<string, string> = { Active: 'ACTV' }

const translate = (codes: Record<string, string>) => {
  const byName = new Map(Object.entries(codes))
  return (code: string): string => byName.get(code) ?? code
}

/** Each takes a code of either version and gives that of 4.0. */
export const accountTypeCode = translate(accountTypes)
export const balanceTypeCode = translate(balanceTypes)
export const transactionStatusCode = translate(transactionStatuses)
export const mandateStatusCode = translate(mandateStatuses)
