// Accounts, balances, offers and parties as the standard has them (OB Read/Write 3.1.11 and 4.0).

import type { ApiVersion } from '../../../shared/model/common.ts'
import { address, type Check, dateTime, flag, integer, list, type Members, object, oneOf, pattern, text } from './conformance.ts'
import {
  accountId,
  balanceType,
  byVersion,
  currency,
  direction,
  legalEntity,
  money,
  moneyWithSubType,
  ownAccount,
  partyAddress,
  postalAddress,
  rate,
  servicer,
} from './conformance-parts.ts'

const accountTypes: Record<ApiVersion, Check> = {
  '3.1': oneOf('ChargeCard', 'CreditCard', 'CurrentAccount', 'EMoney', 'Loan', 'Mortgage', 'PrePaidCard', 'Savings', 'Wallet'),
  '4.0': oneOf(
    ...['CACC', 'CARD', 'CASH', 'CHAR', 'CISH', 'COMM', 'CPAC', 'LLSV', 'LOAN', 'MGLD', 'MOMA', 'NREX', 'ODFT', 'ONDP', 'OTHR', 'SACC'],
    ...['SLRY', 'SVGS', 'TAXE', 'TRAN', 'TRAS', 'VACC', 'NFCA', 'MORT', 'WALT'],
  ),
}
const category = oneOf('Business', 'Personal')

const statementDelivery = object({
  Frequency: oneOf('YEAR', 'DAIL', 'INDA', 'MNTH', 'QURT', 'MIAN', 'TEND', 'MOVE', 'WEEK'),
  CommunicationMethod: oneOf('EMAL', 'FAXI', 'FILE', 'ONLI', 'POST'),
  Format: oneOf('DPDF', 'DXML', 'SDSH', 'WORD', 'XSLT'),
  DeliveryAddress: postalAddress['4.0'],
})

export const accounts = byVersion(
  {
    ...{ 'AccountId*': accountId, Status: oneOf('Deleted', 'Disabled', 'Enabled', 'Pending', 'ProForma'), StatusUpdateDateTime: dateTime },
    ...{ Currency: currency, Description: text(35), Nickname: text(70), OpeningDate: dateTime, MaturityDate: dateTime },
    SwitchStatus: text(),
  },
  {
    '3.1': { AccountType: category, AccountSubType: accountTypes['3.1'], Account: list(ownAccount['3.1']), Servicer: servicer['3.1'] },
    '4.0': {
      ...{ AccountCategory: category, AccountTypeCode: accountTypes['4.0'], Account: list(ownAccount['4.0']) },
      StatementFrequencyAndFormat: list(statementDelivery),
      Servicer: object({ 'SchemeName*': text(), 'Identification*': text(35), Name: text(140) }),
    },
  },
  { closed: true },
)

const creditLine = object({ 'Included*': flag, Type: oneOf('Available', 'Credit', 'Emergency', 'Pre-Agreed', 'Temporary'), Amount: money })
const balanceOf = (version: ApiVersion): Members => ({
  ...{ 'Type*': balanceType[version], 'Amount*': moneyWithSubType(version), LocalAmount: moneyWithSubType(version) },
})
export const balances = byVersion(
  { 'AccountId*': accountId, 'CreditDebitIndicator*': direction, 'DateTime*': dateTime, CreditLine: list(creditLine) },
  { '3.1': balanceOf('3.1'), '4.0': balanceOf('4.0') },
)

export const offers = byVersion(
  {
    ...{ 'AccountId*': accountId, OfferId: text(40), Description: text(500), StartDateTime: dateTime, EndDateTime: dateTime },
    OfferType: oneOf('BalanceTransfer', 'LimitIncrease', 'MoneyTransfer', 'Other', 'PromotionalRate'),
    ...{ Rate: rate, Value: integer, Term: text(500), URL: text(256), Amount: money, Fee: money },
  },
  { '3.1': {}, '4.0': {} },
)

const phone = pattern(/\+\d{1,3}-[\d()+-]{1,30}/, 'a telephone number such as +44-2079460000')
const partyMembers: Members = {
  ...{ 'PartyId*': text(40), PartyNumber: text(35), PartyType: oneOf('Delegate', 'Joint', 'Sole'), Name: text(350) },
  ...{ FullLegalName: text(350), LegalStructure: text(), BeneficialOwnership: flag, AccountRole: text(), EmailAddress: text(256) },
  ...{ Phone: phone, Mobile: phone, Relationships: object({ Account: object({ 'Related*': address, 'Id*': text(40) }) }) },
}
export const parties: Record<ApiVersion, Check> = {
  '3.1': object({ ...partyMembers, Address: list(partyAddress['3.1']) }, { closed: true }),
  '4.0': object({ ...partyMembers, ...legalEntity, Address: list(partyAddress['4.0']) }, { closed: true }),
}
