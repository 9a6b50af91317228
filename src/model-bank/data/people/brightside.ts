// A small business that sells in three currencies and sells what it earns abroad for pounds once a month.
import { abroad, rateAround, soldForSterling } from '../exchange.ts'
import { cardNumber } from '../identifiers.ts'
import { businessPurchases, software } from '../merchants.ts'
import { foreignParty, ukParty } from '../parties.ts'
import type { Plan } from '../plan.ts'
import { postingsOf } from '../plan.ts'
import { businessAccount, ownParty } from '../products.ts'
import { createRandom } from '../random.ts'
import type { Counterparty, Currency, CustomerRecord, Merchant, Posting } from '../records.ts'

const holder = 'Brightside Design Ltd'
const sterling = 'brightside/gbp'
const card = { number: cardNumber(sterling), holder }

const receipt = (name: string) => ({
  kind: 'transferIn' as const,
  information: `BACS RECEIPT ${name.toUpperCase()}`,
  counterparty: ukParty(name),
})
const wage = (name: string) => ({ kind: 'payroll' as const, information: `WAGES ${name.toUpperCase()}`, counterparty: ukParty(name) })
const supplier = (name: string) => ({
  kind: 'supplier' as const,
  information: `INVOICE ${name.toUpperCase()}`,
  counterparty: ukParty(name),
})
const onCard = (merchant: Merchant) => ({
  kind: 'cardPurchase' as const,
  information: `${merchant.name.toUpperCase()} ${merchant.town.toUpperCase()}`,
  merchant,
  card,
})
const fromAbroad = (counterparty: Counterparty) => ({
  kind: 'crossBorderIn' as const,
  information: `INWARD PAYMENT ${counterparty.account.name.toUpperCase()}`,
  counterparty,
})
const toAbroad = (counterparty: Counterparty) => ({
  kind: 'crossBorderOut' as const,
  information: `OUTWARD PAYMENT ${counterparty.account.name.toUpperCase()}`,
  counterparty,
})

const atelier = foreignParty('Atelier Möwe GmbH', 'DE', 18, 'MOEWDEFF')
const lumiere = foreignParty('Lumière & Fils SARL', 'FR', 23, 'LUMIFRPP')
const imprenta = foreignParty('Imprenta Núñez SL', 'ES', 20, 'NUNEESMM')
const ohara = foreignParty("O'Hara Media Inc", 'IE', 14, 'OHARIE2D')

const sterlingPlans: Plan[] = [
  {
    every: 'week',
    weekday: 2,
    amount: [60_000, 280_000],
    payment: ['Harbour Hotels', 'Mendip Cider Co', 'Clifton Arts Trust', 'Wren & Partners'].map(receipt),
  },
  { every: 'week', weekday: 4, amount: [30_000, 160_000], payment: ['Severn Cycles', 'Kestrel Homes', 'Harbour Hotels'].map(receipt) },
  { every: 'month', onDay: 27, amount: [-238_000, -238_000], payment: wage('Priya Nair') },
  { every: 'month', onDay: 27, amount: [-214_500, -214_500], payment: wage('Tomos Bevan') },
  { every: 'month', onDay: 27, amount: [-187_250, -187_250], payment: wage('Grace Okafor') },
  {
    every: 'month',
    onDay: 1,
    amount: [-140_000, -140_000],
    payment: { kind: 'standingOrder', information: 'STUDIO RENT', counterparty: ukParty('Harbour Street Estates'), reference: 'UNIT 7' },
  },
  {
    every: 'month',
    onDay: 7,
    months: [2, 5, 8, 11],
    amount: [-520_000, -390_000],
    payment: { kind: 'tax', information: 'VAT', counterparty: ukParty('Revenue VAT'), reference: '339072747' },
  },
  {
    every: 'month',
    onDay: 22,
    amount: [-186_000, -142_000],
    payment: { kind: 'tax', information: 'PAYE', counterparty: ukParty('Revenue PAYE'), reference: '120PA00417733' },
  },
  {
    every: 'day',
    times: 0.25,
    amount: [-64_000, -8_500],
    payment: ['Pressworks Printing', 'Castle Couriers', 'Daybreak Photography'].map(supplier),
  },
  { every: 'day', times: 0.5, amount: [-9_800, -650], payment: businessPurchases.map(onCard) },
  { every: 'month', onDay: 11, amount: [-24_900, -4_900], payment: software.map(onCard), exchange: abroad('USD', 1.337) },
  { every: 'month', onDay: 1, amount: [-1_250, -1_250], payment: { kind: 'charge', information: 'ACCOUNT FEE' } },
]

const euroPlans: Plan[] = [
  { every: 'week', weekday: 3, amount: [80_000, 310_000], payment: [atelier, lumiere].map(fromAbroad) },
  { every: 'month', onDay: 9, amount: [-210_000, -95_000], payment: toAbroad(imprenta) },
]

const dollarPlans: Plan[] = [
  { every: 'month', onDay: 6, amount: [350_000, 620_000], payment: fromAbroad(ohara) },
  { every: 'month', onDay: 6, amount: [-1_500, -1_500], payment: { kind: 'charge', information: 'INWARD PAYMENT FEE' } },
]

/** One sale of foreign money a month: what leaves one account and arrives in the other at the same moment. */
const sales = (source: Currency, onDay: number, instructed: number, rate: number) => {
  const random = createRandom(`brightside/sales/${source}`)
  const dates: Plan = { every: 'month', onDay, amount: [0, 0], payment: { kind: 'transferOut', information: 'CURRENCY SALE' } }
  return postingsOf(dates, createRandom(`brightside/sale days/${source}`)).map(({ at }) => ({
    at,
    ...soldForSterling(source, instructed, rateAround(rate, random), `FX${random.digits(8)}`),
  }))
}
const euroSales = () => sales('EUR', 20, 400_000, 0.857)
const dollarSales = () => sales('USD', 21, 380_000, 0.746)

const sold = (list: ReturnType<typeof sales>): Posting[] =>
  list.map(({ at, paid, exchange }) => ({
    at,
    amount: paid,
    exchange,
    payment: { kind: 'transferOut', information: `SOLD FOR GBP ${exchange.contract}`, counterparty: ownParty(sterling, holder) },
  }))
const bought = (list: ReturnType<typeof sales>): Posting[] =>
  list.map(({ at, received, exchange }) => ({
    at,
    amount: received,
    exchange,
    payment: { kind: 'transferIn', information: `${exchange.source} SOLD ${exchange.contract}` },
  }))

const common = { holder, category: 'business', opened: '2018-01-15' } as const

export const brightside: CustomerRecord = {
  username: 'brightside',
  password: 'sunflower',
  oneTimeCode: '271828',
  name: holder,
  description: 'A business with accounts in pounds, euros and dollars, and currency exchange between them',
  accounts: [
    businessAccount({
      ...common,
      key: sterling,
      nickname: 'Main account',
      opening: 1_864_210,
      limit: 1_000_000,
      plans: sterlingPlans,
      others: () => [...bought(euroSales()), ...bought(dollarSales())],
    }),
    businessAccount({
      ...common,
      key: 'brightside/eur',
      nickname: 'Euro account',
      currency: 'EUR',
      opening: 742_500,
      plans: euroPlans,
      others: () => sold(euroSales()),
    }),
    businessAccount({
      ...common,
      key: 'brightside/usd',
      nickname: 'Dollar account',
      currency: 'USD',
      opening: 519_900,
      plans: dollarPlans,
      others: () => sold(dollarSales()),
    }),
  ],
}
