// The large customer: a wholesaler with 20,000 transactions in one account.
import { asAt, firstDay } from '../calendar.ts'
import { cardNumber } from '../identifiers.ts'
import { businessPurchases } from '../merchants.ts'
import { ukParty } from '../parties.ts'
import { businessAccount, ownParty } from '../products.ts'
import type { Random } from '../random.ts'
import { createRandom } from '../random.ts'
import type { CustomerRecord, Payment, Posting } from '../records.ts'

export const atlasTransactions = 20_000

const holder = 'Atlas Wholesale Ltd'
const trading = 'atlas/trading'
const card = { number: cardNumber(trading), holder }

const towns = ['Leeds', 'Hull', 'York', 'Ripon', 'Selby', 'Whitby', 'Malton', 'Goole', 'Otley', 'Skipton']
const trades = ['Bakery', 'Stores', 'Kitchen', 'Hotel', 'Grocer', 'Café', 'Butchers', 'Deli', 'Tearooms', 'Canteen']
const shops = towns.flatMap((town) => trades.map((trade) => ukParty(`${town} ${trade}`)))
const growers = ['Wolds Grain', 'Dales Dairy', 'Humber Fish', 'Vale Orchards', 'Moor Honey', 'Tees Salt'].map(ukParty)

interface Share {
  /** Its part of all transactions lies between the one before and this point from 0 to 1. */
  upTo: number
  amount: readonly [number, number]
  payment: (random: Random, number: number) => Payment
}

const shares: readonly [Share, ...Share[]] = [
  {
    upTo: 0.7,
    amount: [1_800, 94_000],
    payment: (random, number) => {
      const counterparty = random.pick(shops)
      const reference = `INV${100_000 + number}`
      return { kind: 'transferIn', information: `${counterparty.account.name.toUpperCase()} ${reference}`, counterparty, reference }
    },
  },
  {
    upTo: 0.9,
    amount: [-290_000, -28_000],
    payment: (random, number) => {
      const counterparty = random.pick(growers)
      const reference = `PO${500_000 + number}`
      return { kind: 'supplier', information: `${counterparty.account.name.toUpperCase()} ${reference}`, counterparty, reference }
    },
  },
  {
    upTo: 1,
    amount: [-18_000, -450],
    payment: (random) => {
      const merchant = random.pick(businessPurchases)
      return { kind: 'cardPurchase', information: `${merchant.name.toUpperCase()} ${merchant.town.toUpperCase()} GB`, merchant, card }
    },
  },
]

/** Spread evenly over the year, so that every day has some fifty. */
const postings = (): Posting[] => {
  const random = createRandom(trading)
  const step = (asAt - firstDay) / atlasTransactions
  return Array.from({ length: atlasTransactions }, (_, number) => {
    const point = random.next()
    const { amount, payment } = shares.find(({ upTo }) => point < upTo) ?? shares[0]
    const at = Math.floor((firstDay + (number + random.next()) * step) / 1000) * 1000
    return { at, amount: random.int(...amount), payment: payment(random, number) }
  })
}

export const atlas: CustomerRecord = {
  username: 'atlas',
  password: 'evergreen',
  oneTimeCode: '161803',
  name: holder,
  description: 'A large customer: one current account with 20,000 transactions, and a small one',
  accounts: [
    businessAccount({
      key: trading,
      holder,
      nickname: 'Trading account',
      category: 'business',
      opened: '2009-05-18',
      opening: 42_500_000,
      others: postings,
    }),
    businessAccount({
      key: 'atlas/petty cash',
      holder,
      nickname: 'Petty cash',
      category: 'business',
      opened: '2014-11-03',
      opening: 80_000,
      plans: [
        {
          every: 'month',
          onDay: 1,
          amount: [15_000, 15_000],
          payment: { kind: 'transferIn', information: 'FLOAT', counterparty: ownParty(trading, holder) },
        },
        {
          every: 'month',
          onDay: 16,
          amount: [-14_000, -9_000],
          payment: { kind: 'transferOut', information: 'WINDOW CLEANING AND SUNDRIES', counterparty: ukParty('Sparkle & Sons') },
        },
      ],
    }),
  ],
}
