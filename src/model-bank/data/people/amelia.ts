// An ordinary personal customer: salary, rent, groceries, direct debits, savings and a credit card paid in full.
import { abroad } from '../exchange.ts'
import { cardNumber } from '../identifiers.ts'
import { everyday, grocers, occasional, spanish } from '../merchants.ts'
import { ukParty } from '../parties.ts'
import type { Plan } from '../plan.ts'
import { cardBills, postingsOf } from '../plan.ts'
import { creditCard, currentAccount, ownParty, savingsAccount } from '../products.ts'
import { createRandom } from '../random.ts'
import type { CustomerRecord, Merchant, Posting } from '../records.ts'

const holder = 'Amelia Hughes'
const current = 'amelia/current'
const savings = 'amelia/savings'
const card = 'amelia/credit card'
const debitCard = { number: cardNumber(current), holder }
const plastic = { number: cardNumber(card), holder }

const onDebitCard = (merchant: Merchant) => ({
  kind: 'cardPurchase' as const,
  information: `${merchant.name.toUpperCase()} ${merchant.town.toUpperCase()} GB`,
  merchant,
  card: debitCard,
})
const onCredit = (merchant: Merchant) => ({
  kind: 'creditCardPurchase' as const,
  information: `${merchant.name.toUpperCase()} ${merchant.town.toUpperCase()}`,
  merchant,
  card: plastic,
})
const directDebit = (name: string, reference: string) => ({
  kind: 'directDebit' as const,
  information: `DIRECT DEBIT ${name.toUpperCase()} REF ${reference}`,
  counterparty: ukParty(name),
  reference,
})

const toSavings = { kind: 'standingOrder', information: 'STANDING ORDER RAINY DAY', counterparty: ownParty(savings, holder) } as const
const saving: Plan = { every: 'month', onDay: 3, amount: [-15_000, -15_000], payment: toSavings }
const savingPostings = () => postingsOf(saving, createRandom('amelia/saving'))

const cardPlans: Plan[] = [
  { every: 'day', times: 0.35, amount: [-6_500, -600], payment: occasional.map(onCredit) },
  { every: 'month', onDay: 12, amount: [-1_099, -1_099], payment: onCredit({ name: 'Reelhouse Films', category: '4899', town: 'London' }) },
  { every: 'day', times: 2.2, window: [262, 272], amount: [-7_400, -450], payment: spanish.map(onCredit), exchange: abroad('EUR', 1.168) },
]
const cardPurchases = () => cardPlans.flatMap((plan, index) => postingsOf(plan, createRandom(`${card}/${index}`)))

const billsPaid = (): Posting[] =>
  cardBills(cardPurchases()).map(({ at, amount }) => ({ at, amount: -amount, payment: directDebit('Credit card', 'CC-PAID-IN-FULL') }))

const repayments = (): Posting[] =>
  cardBills(cardPurchases()).map(({ at, amount }) => ({
    at,
    amount,
    payment: { kind: 'cardRepayment', information: 'PAYMENT RECEIVED WITH THANKS', counterparty: ownParty(current, holder) },
  }))

const plans: Plan[] = [
  {
    every: 'month',
    onDay: 28,
    amount: [248_620, 248_620],
    payment: {
      kind: 'salary',
      information: 'TAFF VALLEY COUNCIL SALARY',
      counterparty: ukParty('Taff Valley Council'),
      reference: 'PAYROLL 004417',
    },
  },
  {
    every: 'month',
    onDay: 1,
    amount: [-89_500, -89_500],
    payment: {
      kind: 'standingOrder',
      information: 'RENT 14 LLANDAFF ROAD',
      counterparty: ukParty('Bryn Lettings'),
      reference: 'HUGHES 14LR',
    },
  },
  {
    every: 'month',
    onDay: 5,
    months: [1, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    amount: [-14_200, -14_200],
    payment: directDebit('Cardiff Council Tax', '60012294'),
  },
  { every: 'month', onDay: 8, amount: [-13_900, -7_600], payment: directDebit('Brightwell Energy', 'BW-882401') },
  { every: 'month', onDay: 10, amount: [-3_412, -3_412], payment: directDebit('Severn Valley Water', 'SVW55120') },
  { every: 'month', onDay: 15, amount: [-3_100, -3_100], payment: directDebit('Hillside Broadband', 'HB0077213') },
  { every: 'month', onDay: 18, amount: [-1_800, -1_800], payment: directDebit('Larkmobile', '07700900461') },
  { every: 'month', onDay: 2, amount: [-2_499, -2_499], payment: directDebit('Pulse Leisure', 'PL-31877') },
  { every: 'week', weekday: 6, amount: [-7_400, -3_600], payment: grocers.map(onDebitCard) },
  { every: 'day', times: 0.8, amount: [-2_450, -240], payment: everyday.map(onDebitCard) },
  {
    every: 'day',
    times: 0.06,
    amount: [-4_000, -4_000],
    payment: { kind: 'cash', information: 'CASH 30 QUEEN STREET CARDIFF', card: debitCard },
  },
  {
    every: 'day',
    times: 0.05,
    amount: [600, 3_500],
    payment: { kind: 'transferIn', information: 'FASTER PAYMENT FROM OWAIN REES DINNER', counterparty: ukParty('Owain Rees') },
  },
  {
    every: 'day',
    times: 0.02,
    amount: [900, 4_200],
    payment: occasional.map((shop) => ({ ...onDebitCard(shop), kind: 'refund' as const })),
  },
]

const savingsPlans: Plan[] = [
  { every: 'month', onDay: 1, amount: [1_120, 1_690], payment: { kind: 'interest', information: 'GROSS INTEREST' } },
]

const saved = (): Posting[] =>
  savingPostings().map(({ at, amount }) => ({
    at,
    amount: -amount,
    payment: { kind: 'transferIn', information: 'FROM A HUGHES RAINY DAY', counterparty: ownParty(current, holder) },
  }))

export const amelia: CustomerRecord = {
  username: 'amelia',
  password: 'daffodil',
  oneTimeCode: '314159',
  name: holder,
  description: 'An ordinary personal customer: current account, savings and a credit card, with a year of history',
  accounts: [
    currentAccount({
      key: current,
      holder,
      nickname: 'Everyday',
      category: 'personal',
      opened: '2017-09-04',
      opening: 184_055,
      limit: 50_000,
      plans,
      others: () => [...savingPostings(), ...billsPaid()],
    }),
    savingsAccount({
      key: savings,
      holder,
      nickname: 'Rainy day',
      category: 'personal',
      opened: '2019-02-11',
      opening: 418_240,
      plans: savingsPlans,
      others: saved,
    }),
    creditCard({
      key: card,
      holder,
      nickname: 'Travel card',
      category: 'personal',
      opened: '2021-06-21',
      limit: 300_000,
      others: () => [...cardPurchases(), ...repayments()],
    }),
  ],
}
