// Two people who share an account; one of them logs in.
import { cardNumber } from '../identifiers.ts'
import { everyday, grocers } from '../merchants.ts'
import { ukParty } from '../parties.ts'
import { currentAccount } from '../products.ts'
import type { CustomerRecord } from '../records.ts'

const holder = 'Jordan Reid & Casey Reid'
const joint = 'jordan/joint'
const cards = ['Jordan Reid', 'Casey Reid'].map((name) => ({ number: cardNumber(`${joint}/${name}`), holder: name }))

const directDebit = (name: string, reference: string) => ({
  kind: 'directDebit' as const,
  information: `DIRECT DEBIT ${name.toUpperCase()} REF ${reference}`,
  counterparty: ukParty(name),
  reference,
})

export const jordan: CustomerRecord = {
  username: 'jordan',
  password: 'bramble',
  oneTimeCode: '173205',
  name: 'Jordan Reid',
  description: 'A joint account held by two people, with a card for each',
  accounts: [
    currentAccount({
      key: joint,
      holder,
      nickname: 'Household',
      category: 'personal',
      opened: '2022-08-30',
      opening: 143_480,
      limit: 25_000,
      plans: [
        {
          every: 'month',
          onDay: 26,
          amount: [68_000, 68_000],
          payment: ['Jordan Reid', 'Casey Reid'].map((name) => ({
            kind: 'transferIn' as const,
            information: `${name.toUpperCase()} HOUSEHOLD`,
            counterparty: ukParty(name),
          })),
        },
        {
          every: 'week',
          weekday: 5,
          amount: [-11_800, -5_200],
          payment: grocers.flatMap((merchant) =>
            cards.map((card) => ({ kind: 'cardPurchase' as const, information: merchant.name.toUpperCase(), merchant, card })),
          ),
        },
        {
          every: 'day',
          times: 0.45,
          amount: [-3_200, -380],
          payment: everyday.flatMap((merchant) =>
            cards.map((card) => ({ kind: 'cardPurchase' as const, information: merchant.name.toUpperCase(), merchant, card })),
          ),
        },
        {
          every: 'week',
          weekday: 2,
          amount: [-1_200, -1_200],
          payment: {
            kind: 'standingOrder',
            information: 'STANDING ORDER PIANO LESSON',
            counterparty: ukParty('Mair Tudor Piano'),
            reference: 'REID PIANO',
          },
        },
        { every: 'month', onDay: 6, amount: [-3_500, -3_500], payment: directDebit('Brightwell Energy', 'BW-910233') },
        {
          every: 'month',
          onDay: 21,
          months: [2, 5, 8, 11],
          amount: [-4_363, -4_363],
          payment: directDebit('TV Licence Office', 'TV-3300417'),
        },
        // Given up in spring: a direct debit that is not active any more.
        { every: 'month', onDay: 19, window: [0, 170], amount: [-2_150, -2_150], payment: directDebit('Granite Climbing', 'GC-0552') },
      ],
    }),
  ],
}
