// How often an arrangement is paid, and whether it goes on.
import type { ArrangementRecord } from '../../data/arrangements.ts'
import type { Frequency } from '../../data/regular-payments.ts'
import type { Word } from './shape.ts'

/** Names of 3.1 without their namespace, and codes of ISO 20022 (OBFrequency6Code). */
export const frequencies: Record<Frequency, Word> = {
  weekly: { '3.1': 'Weekly', '4.0': 'WEEK' },
  monthly: { '3.1': 'Monthly', '4.0': 'MNTH' },
  quarterly: { '3.1': 'Quarterly', '4.0': 'QURT' },
  yearly: { '3.1': 'Annual', '4.0': 'YEAR' },
}

const active: Word = { '3.1': 'Active', '4.0': 'ACTV' }
const inactive: Word = { '3.1': 'Inactive', '4.0': 'CANC' }

export const statusOf = (record: ArrangementRecord) => (record.active ? active : inactive)
