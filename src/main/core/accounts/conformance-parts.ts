// What occurs in more than one kind of answer (OB Read/Write 3.1.11 and 4.0, common data types).

import type { ApiVersion } from '../../../shared/model/common.ts'
import { address, type Check, dateTime, integer, list, type Members, object, oneOf, pattern, text } from './conformance.ts'

/** Members that both versions have, and those of each. `closed`: the standard allows no others. */
export const byVersion = (
  both: Members,
  of: Record<ApiVersion, Members>,
  { closed = false }: { closed?: boolean } = {},
): Record<ApiVersion, Check> => ({
  '3.1': object({ ...both, ...of['3.1'] }, { closed }),
  '4.0': object({ ...both, ...of['4.0'] }, { closed }),
})

export const currency = pattern(/^[A-Z]{3}$/, 'a currency code of three capital letters')
const decimal = pattern(/^\d{1,13}(\.\d{1,5})?$/, 'decimal text without a sign')
const lei = pattern(/^[A-Z0-9]{18}\d{2}$/, 'a legal entity identifier (ISO 17442)')
const country = pattern(/^[A-Z]{2}$/, 'a country code of two capital letters')

export const rate = pattern(/^-?\d{1,3}(\.\d{1,4})?$/, 'a rate in decimals')

const moneyMembers: Members = { 'Amount*': decimal, 'Currency*': currency }
export const money = object(moneyMembers)
export const accountId = text(40)
export const direction = oneOf('Credit', 'Debit')

const subTypes: Record<ApiVersion, Check> = { '3.1': oneOf('BaseCurrency', 'LocalCurrency'), '4.0': oneOf('BCUR', 'LCUR') }
/** An amount that says whether it is in the currency of the account. */
export const moneyWithSubType = (version: ApiVersion): Check => object({ ...moneyMembers, SubType: subTypes[version] })

export const balanceType: Record<ApiVersion, Check> = {
  '3.1': oneOf(
    ...['ClosingAvailable', 'ClosingBooked', 'ClosingCleared', 'Expected', 'ForwardAvailable', 'Information', 'InterimAvailable'],
    ...['InterimBooked', 'InterimCleared', 'OpeningAvailable', 'OpeningBooked', 'OpeningCleared', 'PreviouslyClosedBooked'],
  ),
  '4.0': oneOf('CLAV', 'CLBD', 'FWAV', 'INFO', 'ITAV', 'ITBD', 'OPAV', 'OPBD', 'PRCD', 'XPCD'),
}

const addressLines = (most: number) => list(text(70), { most })
const addressV3: Members = {
  AddressType: oneOf('Business', 'Correspondence', 'DeliveryTo', 'MailTo', 'POBox', 'Postal', 'Residential', 'Statement'),
  StreetName: text(70),
  BuildingNumber: text(16),
  PostCode: text(16),
  TownName: text(35),
  CountrySubDivision: text(35),
}
const addressV4: Members = {
  ...{ AddressType: oneOf('BIZZ', 'DLVY', 'MLTO', 'PBOX', 'ADDR', 'HOME', 'CORR', 'STAT'), Department: text(70), SubDepartment: text(70) },
  ...{ StreetName: text(140), BuildingNumber: text(16), BuildingName: text(140), Floor: text(70), UnitNumber: text(16), Room: text(70) },
  ...{ PostBox: text(16), TownLocationName: text(140), DistrictName: text(140), CareOf: text(140), PostCode: text(16) },
  ...{ TownName: text(140), CountrySubDivision: text(35), Country: country, AddressLine: addressLines(7) },
}

export const postalAddress: Record<ApiVersion, Check> = {
  '3.1': object({ ...addressV3, Department: text(70), SubDepartment: text(70), Country: country, AddressLine: addressLines(7) }),
  '4.0': object(addressV4),
}

/** The address of a party; 3.1 wants its country. */
export const partyAddress: Record<ApiVersion, Check> = {
  '3.1': object({ ...addressV3, 'Country*': country, AddressLine: addressLines(5) }),
  '4.0': object(addressV4),
}

const proxy = object({ 'Identification*': text(2048), 'Code*': text(4), Type: text(35) })
const accountMembers = { Name: text(350), SecondaryIdentification: text(34) }

/** An account of the other side. In transactions its identification is optional. */
export const otherAccount = (version: ApiVersion, { optional = false }: { optional?: boolean } = {}): Check => {
  const star = optional ? '' : '*'
  const members = { [`SchemeName${star}`]: text(), [`Identification${star}`]: text(256), ...accountMembers }
  return object(version === '4.0' ? { ...members, Proxy: proxy } : members)
}

/** One way in which an account is identified. */
export const ownAccount: Record<ApiVersion, Check> = {
  '3.1': object({ 'SchemeName*': text(), 'Identification*': text(256), ...accountMembers }),
  '4.0': object({ 'SchemeName*': text(), 'Identification*': text(256), ...accountMembers, LEI: lei }),
}

/** The bank of an account; 3.1 identifies it and no more. */
export const servicer: Record<ApiVersion, Check> = {
  '3.1': object({ 'SchemeName*': text(), 'Identification*': text(35) }),
  '4.0': object({ 'SchemeName*': text(), 'Identification*': text(35), Name: text(140), PostalAddress: postalAddress['4.0'], LEI: lei }),
}

/** The bank of the other side, of which everything may be left out: in transactions and beneficiaries. */
export const otherAgent: Record<ApiVersion, Check> = {
  '3.1': object({ SchemeName: text(), Identification: text(35), Name: text(140), PostalAddress: postalAddress['3.1'] }),
  '4.0': object({ SchemeName: text(), Identification: text(35), Name: text(140), PostalAddress: postalAddress['4.0'], LEI: lei }),
}

export const legalEntity: Members = { LEI: lei }

const links = object({ 'Self*': address, First: address, Prev: address, Next: address, Last: address }, { closed: true })
const meta = object({ TotalPages: integer, FirstAvailableDateTime: dateTime, LastAvailableDateTime: dateTime }, { closed: true })

/** A whole answer. */
export const envelope = (data: Check, { closed }: { closed: boolean }): Check =>
  object({ 'Data*': data, 'Links*': links, 'Meta*': meta }, { closed })

/** What a bank may add by itself (OBSupplementaryData1). */
export const supplementaryData = object({})
