// Codes, dates and amounts of account data, in words.

import { text } from '../../text/en.ts'
import { money } from '../../ui/format.ts'

const t = text.home.data
const date = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric' })

export const dateText = (iso: string): string => date.format(new Date(iso))

const wordOf = (words: Record<string, string>, code: string): string => words[code] ?? code

/** Of a transaction's status; a code that is not known stays as it is. */
export const codeText = (status: string): string => wordOf(t.statuses, status)
export const balanceTypeText = (type: string): string => wordOf(t.balanceTypes, type)

/** Credits carry a plus as debits carry a minus, so that they are told apart without colour. */
export const signedMoney = (amount: string): string => (/^-|^0*(\.0*)?$/.test(amount) ? money(amount) : `+${money(amount)}`)
