// One version of the interface: how its records are written. Everything else about the two versions is the same.
import type { AccountRecord, BalanceRecord, TransactionRecord } from '../data/records.ts'
import type { ConsentRecord, EffectiveStatus } from './consents.ts'
import type { View } from './permissions.ts'

export interface Dialect {
  account(record: AccountRecord, view: View): object
  balance(record: BalanceRecord): object
  transaction(record: TransactionRecord, view: View): object
  /** `Data` of a consent. */
  consent(record: ConsentRecord, status: EffectiveStatus): object
}
