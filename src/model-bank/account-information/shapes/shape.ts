// How a record is written: one file for each kind, both versions side by side, so that what differs between them is seen at once.
import type { ApiVersion } from '../../../shared/model/common.ts'

/** How much of each record a caller sees. */
export interface View {
  /** Elements of the Detail permission. */
  detail: boolean
  /** Card numbers in the clear. */
  pan: boolean
}

export type Shape<T> = (record: T, view: View, version: ApiVersion) => object

/** A word that the two versions spell differently. */
export type Word = Record<ApiVersion, string>
