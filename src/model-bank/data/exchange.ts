// Conversions between currencies.
import type { Random } from './random.ts'
import type { Currency, Exchange } from './records.ts'

/** A rate within one per cent of the given one, to four decimals. */
export const rateAround = (rate: number, random: Random) => Math.round(rate * (0.99 + random.next() * 0.02) * 10_000) / 10_000

/**
 * A card payment abroad from a sterling account: the plan's amount is in the foreign currency, one pound buys about `rate` of it,
 * and the bank adds a fee of 2.75 %.
 */
export const abroad =
  (target: Currency, rate: number) =>
  (amount: number, random: Random): { amount: number; exchange: Exchange } => {
    const dayRate = rateAround(rate, random)
    const instructed = Math.abs(amount)
    const converted = Math.round(instructed / dayRate)
    const charge = Math.round(converted * 0.0275)
    const exchange = { source: 'GBP', target, rate: dayRate, instructed, instructedCurrency: target, contract: null, charge } as const
    return { amount: -(converted + charge), exchange }
  }

/** A sum sold for pounds under a contract; one unit of `source` buys `rate` pounds. Gives both entries' amounts. */
export const soldForSterling = (source: Currency, instructed: number, rate: number, contract: string) => ({
  paid: -instructed,
  received: Math.round(instructed * rate),
  exchange: { source, target: 'GBP', rate, instructed, instructedCurrency: source, contract, charge: null } satisfies Exchange,
})
