// Payments that customers have ordered for a day to come.
import { accountIdOf } from './identifiers.ts'
import { foreignParty, ukParty } from './parties.ts'
import { createRandom } from './random.ts'
import type { Counterparty } from './records.ts'

export interface ScheduledPaymentRecord {
  accountId: string
  scheduledPaymentId: string
  /** Midnight of the day. */
  at: number
  /** Whether the money leaves or arrives on that day. */
  type: 'Execution' | 'Arrival'
  /** Minor units of the account's currency. */
  amount: number
  reference: string | null
  debtorReference: string | null
  counterparty: Counterparty
}

interface Order {
  on: string
  amount: number
  to: Counterparty
  type?: ScheduledPaymentRecord['type']
  reference?: string
  debtorReference?: string
}

const orders: Record<string, readonly Order[]> = {
  'amelia/current': [
    { on: '2026-11-13', amount: 12_000, to: ukParty('Owain Rees'), reference: 'CABIN DEPOSIT', debtorReference: 'Snowdon weekend' },
    { on: '2026-12-18', amount: 6_500, to: ukParty('Vale Veterinary'), type: 'Arrival', reference: 'INV 20871' },
  ],
  'brightside/gbp': [
    { on: '2026-11-09', amount: 448_120, to: ukParty('Revenue VAT'), reference: '339072747', debtorReference: 'VAT Q3' },
    { on: '2026-11-27', amount: 61_400, to: ukParty('Pressworks Printing'), reference: 'INV 7714' },
  ],
  'brightside/eur': [
    { on: '2026-11-10', amount: 132_000, to: foreignParty('Imprenta Núñez SL', 'ES', 20, 'NUNEESMM'), reference: 'FACTURA 2026-311' },
  ],
  'eira/main': [{ on: '2026-12-01', amount: 4_000, to: ukParty("Siân D'Arcy-Ŵyn"), reference: 'Penblwydd & blodau' }],
  'atlas/trading': ['2026-11-04', '2026-11-11', '2026-11-18', '2026-11-25'].map((on, index) => ({
    on,
    amount: 350_000 + index * 12_500,
    to: ukParty('Wolds Grain'),
    reference: `PO${520_001 + index}`,
  })),
}

const records = Object.entries(orders).flatMap(([key, list]) =>
  list.map(
    ({ on, amount, to, type = 'Execution', reference = null, debtorReference = null }): ScheduledPaymentRecord => ({
      accountId: accountIdOf(key),
      scheduledPaymentId: `SP-${createRandom(`scheduled/${key}/${on}`).digits(10)}`,
      at: Date.parse(`${on}T00:00:00Z`),
      counterparty: to,
      ...{ type, amount, reference, debtorReference },
    }),
  ),
)

/** By date; none for most accounts. */
export const scheduledPaymentsOf = (accountId: string): ScheduledPaymentRecord[] => records.filter((one) => one.accountId === accountId)
