// A customer whose names hold every letter that breaks careless software, and who has an account with nothing in it.
import { cardNumber } from '../identifiers.ts'
import { international } from '../merchants.ts'
import { ukParty } from '../parties.ts'
import { currentAccount } from '../products.ts'
import type { CustomerRecord } from '../records.ts'

const holder = "Eira Gwŷn-O'Neill & Νίκος Ŵyn"
const main = 'eira/main'
const card = { number: cardNumber(main), holder }

export const eira: CustomerRecord = {
  username: 'eira',
  password: 'heather',
  oneTimeCode: '141421',
  name: holder,
  description: 'Names with &, apostrophes and Welsh, Greek, Cyrillic and Japanese letters; one account is empty',
  accounts: [
    currentAccount({ key: 'eira/empty', holder, nickname: "Tŷ & Gardd's empty account", category: 'personal', opened: '2026-09-14' }),
    currentAccount({
      key: main,
      holder,
      nickname: 'Cŵn & Cathod — Σπίτι, Дім, 家',
      category: 'personal',
      opened: '2020-03-01',
      opening: 66_310,
      plans: [
        {
          every: 'day',
          times: 0.12,
          amount: [-4_800, -350],
          payment: international.map((merchant) => ({
            kind: 'cardPurchase' as const,
            information: `${merchant.name} ${merchant.town}`,
            merchant,
            card,
          })),
        },
        {
          every: 'month',
          onDay: 14,
          amount: [12_500, 12_500],
          payment: { kind: 'transferIn', information: 'Diolch & χαίρε, спасибі, ありがとう', counterparty: ukParty("Siân D'Arcy-Ŵyn") },
        },
      ],
    }),
  ],
}
