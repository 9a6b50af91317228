// Money that a customer has set aside within a current account. Not part of the standard: some banks have a call of their own for it.
import { accountIdOf } from './identifiers.ts'
import { createRandom } from './random.ts'

export interface PotRecord {
  accountId: string
  potId: string
  name: string
  style: string
  /** Minor units of the account's currency. */
  balance: number
  goal: number | null
  created: number
  updated: number
  status: 'Normal' | 'Closed'
}

type Terms = Pick<PotRecord, 'name' | 'style' | 'balance'> & { goal?: number; created: string; updated: string; closed?: boolean }

const terms: Record<string, readonly Terms[]> = {
  'amelia/current': [
    { name: 'Holiday', style: 'beach_ball', balance: 41_250, goal: 120_000, created: '2025-12-01', updated: '2026-10-24' },
    { name: 'Bike repairs', style: 'teal', balance: 0, created: '2025-11-14', updated: '2026-06-02', closed: true },
  ],
  'jordan/joint': [{ name: 'Boiler', style: 'raining', balance: 18_000, goal: 90_000, created: '2026-02-09', updated: '2026-10-09' }],
}

const moment = (date: string) => Date.parse(`${date}T12:00:00Z`)

const records = Object.entries(terms).flatMap(([key, list]) =>
  list.map(
    ({ name, style, balance, goal = null, created, updated, closed = false }): PotRecord => ({
      accountId: accountIdOf(key),
      potId: `pot_${createRandom(`pot/${key}/${name}`).digits(16)}`,
      ...{ name, style, balance, goal },
      created: moment(created),
      updated: moment(updated),
      status: closed ? 'Closed' : 'Normal',
    }),
  ),
)

export const potsOf = (accountId: string): PotRecord[] => records.filter((one) => one.accountId === accountId)
