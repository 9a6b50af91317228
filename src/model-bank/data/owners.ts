// Who holds each account, and who logs in: people and companies.
import { customerOf } from './customers.ts'
import { lei } from './identifiers.ts'
import { createRandom } from './random.ts'

export interface PostalAddress {
  kind: 'home' | 'business'
  number: string
  street: string
  town: string
  county: string
  postCode: string
}

export interface PartyRecord {
  partyId: string
  /** The bank's own number of its customer. */
  number: string
  type: 'Sole' | 'Joint' | 'Delegate'
  name: string
  legalName: string
  structure: 'Individual' | 'PrivateLimitedCompany'
  role: 'Principal' | 'SecondaryOwner' | 'SeniorManagingOfficial' | 'Administrator'
  /** Whether they own part of the company whose account it is. */
  beneficialOwner: boolean
  email: string
  phone: string
  /** Null for a company, which has none. */
  mobile: string | null
  /** Legal entity identifier (ISO 17442), of companies. */
  lei: string | null
  address: PostalAddress
}

interface Owners {
  holder: PartyRecord
  /** Everyone else who holds or runs the accounts. */
  others: readonly PartyRecord[]
  /** The one who logs in. */
  user: PartyRecord
}

// Telephone numbers are from the ranges that Ofcom keeps for drama, mail addresses from the domain of examples (RFC 2606).
const phone = (area: string, name: string) => `+44-${area}${createRandom(`phone/${name}`).digits(3)}`
const identifiersOf = (name: string) => {
  const random = createRandom(`party/${name}`)
  return { partyId: `PTY-${random.digits(10)}`, number: random.digits(9) }
}

const person = (
  name: string,
  legalName: string,
  { type, role, area, address, owner = false }: Pick<PartyRecord, 'type' | 'role' | 'address'> & { area: string; owner?: boolean },
): PartyRecord => ({
  ...identifiersOf(legalName),
  ...{ type, name, legalName, role, address, structure: 'Individual', beneficialOwner: owner, lei: null },
  email: `${name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z ]/g, '')
    .trim()
    .replaceAll(/ +/g, '.')
    .toLowerCase()}@example.com`,
  phone: phone(area, legalName),
  mobile: phone('7700900', `${legalName}/mobile`),
})

const company = (name: string, area: string, address: PostalAddress): PartyRecord => ({
  ...identifiersOf(name),
  ...{
    type: 'Sole',
    name,
    legalName: name.toUpperCase().replace(/LTD$/, 'LIMITED'),
    structure: 'PrivateLimitedCompany',
    role: 'Principal',
  },
  beneficialOwner: false,
  email: `accounts@${name.split(' ', 1)[0]?.toLowerCase()}.example`,
  phone: phone(area, name),
  mobile: null,
  lei: lei(name),
  address,
})

const home = (number: string, street: string, town: string, county: string, postCode: string): PostalAddress => ({
  ...{ kind: 'home', number, street, town, county, postCode },
})
const cardiff = '2920180'
const bristol = '1174960'
const leeds = '1134960'

const sole = { type: 'Sole', role: 'Principal' } as const
const director = { type: 'Delegate', role: 'SeniorManagingOfficial', owner: true } as const

const amelia = person('Amelia Hughes', 'Amelia Catrin Hughes', {
  ...sole,
  area: cardiff,
  address: home('14', 'Llandaff Road', 'Cardiff', 'South Glamorgan', 'CF11 9NJ'),
})
const eira = person("Eira Gwŷn-O'Neill & Νίκος Ŵyn", "Eira Angharad Gwŷn-O'Neill", {
  ...sole,
  area: cardiff,
  address: home('3', "Heol y Frenhines Siân D'Arcy", 'Caerdydd', 'De Morgannwg', 'CF10 1QZ'),
})
const household = home('27', 'Plasturton Avenue', 'Cardiff', 'South Glamorgan', 'CF11 9HL')
const jordan = person('Jordan Reid', 'Jordan Alex Reid', { type: 'Joint', role: 'Principal', area: cardiff, address: household })
const casey = person('Casey Reid', 'Casey Morgan Reid', { type: 'Joint', role: 'SecondaryOwner', area: cardiff, address: household })

const studio: PostalAddress = {
  kind: 'business',
  number: '7',
  street: 'Harbour Street',
  town: 'Bristol',
  county: 'Avon',
  postCode: 'BS1 5TY',
}
const rhian = person('Rhian Bowen', 'Rhian Elinor Bowen', {
  ...director,
  area: bristol,
  address: home('61', 'Cotham Hill', 'Bristol', 'Avon', 'BS6 6JY'),
})
const marcus = person('Marcus Adeyemi', 'Marcus Tunde Adeyemi', {
  ...director,
  area: bristol,
  address: home('8', 'Redcliffe Parade', 'Bristol', 'Avon', 'BS1 6SP'),
})
const warehouse: PostalAddress = {
  ...{ kind: 'business', number: '200', street: 'Cross Green Lane', town: 'Leeds', county: 'West Yorkshire', postCode: 'LS9 0DW' },
}
const owner = person('Helen Barraclough', 'Helen Ruth Barraclough', {
  ...director,
  area: leeds,
  address: home('5', 'Park Square', 'Leeds', 'West Yorkshire', 'LS1 2NL'),
})
const clerk = person('Imran Shah', 'Imran Ali Shah', { type: 'Delegate', role: 'Administrator', area: leeds, address: warehouse })

const owners: Record<string, Owners> = {
  amelia: { holder: amelia, others: [], user: amelia },
  brightside: { holder: company('Brightside Design Ltd', bristol, studio), others: [rhian, marcus], user: rhian },
  atlas: { holder: company('Atlas Wholesale Ltd', leeds, warehouse), others: [owner, clerk], user: clerk },
  eira: { holder: eira, others: [], user: eira },
  jordan: { holder: jordan, others: [casey], user: jordan },
}

const ownersOf = (accountId: string) => owners[customerOf(accountId) ?? '']

/** The person or company whose account it is; none for an unknown account. */
export const holderOf = (accountId: string): PartyRecord[] => {
  const found = ownersOf(accountId)
  return found === undefined ? [] : [found.holder]
}

/** Everyone who holds or runs an account, its holder first. */
export const partiesOf = (accountId: string): PartyRecord[] => {
  const found = ownersOf(accountId)
  return found === undefined ? [] : [found.holder, ...found.others]
}

/** The person who logs in as a customer. */
export const userOf = (username: string): PartyRecord | undefined => owners[username]?.user
