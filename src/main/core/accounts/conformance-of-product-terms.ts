// The terms of a product, which current accounts and other products have in common but for their values (OBReadProduct2).

import { type Check, flag, list, type Members, object, pattern, text } from './conformance.ts'
import { rate } from './conformance-parts.ts'

/** The values that one kind of product may have. */
export interface TermValues {
  /** Whether the standard allows no members but its own at the ends of a branch. */
  closed: boolean
  /** What lengths and counts are. */
  count: Check
  bandMethods: Check
  rateTypes: Check
  fixedOrVariable: Check
  calculationMethods: Check
  interestFrequencies: Check
  feeFrequencies: Check
  periods: Check
  extremes: Check
  overdraftTypes: Check
  overdraftFees: Check
  /** Of fees beside those of overdrafts. */
  fees: Check
  feeCategories: Check
}

export const amount = pattern(/^-?\d{1,14}(\.\d{1,4})?$/, 'an amount in decimals')
export const notes = list(text(2000))

const ownMembers: Members = { Code: pattern(/^\w{0,4}$/, 'a code of up to four characters'), 'Name*': text(70), 'Description*': text(350) }
/** A value of the bank's own, where those of the standard do not do. */
export const own = object(ownMembers, { closed: true })
export const ownOrMore = object(ownMembers)

/** A list of at least one. */
export const some = (of: Check): Check => list(of, { least: 1 })

/** `band` and `set` are the members that only some products have. */
export const creditInterest = (values: TermValues, { band = {}, set }: { band?: Members; set: Members }): Check => {
  const { bandMethods, rateTypes, fixedOrVariable, calculationMethods, interestFrequencies, closed } = values
  const tierBand = object({
    ...{ Identification: text(35), 'TierValueMinimum*': amount, TierValueMaximum: amount, CalculationFrequency: interestFrequencies },
    ...{ 'ApplicationFrequency*': interestFrequencies, DepositInterestAppliedCoverage: bandMethods },
    ...{ 'FixedVariableInterestRateType*': fixedOrVariable, 'AER*': rate, BankInterestRateType: rateTypes, BankInterestRate: rate },
    ...{ Notes: notes, OtherBankInterestType: own, OtherApplicationFrequency: own, OtherCalculationFrequency: own, ...band },
  })
  const methods = { 'TierBandMethod*': bandMethods, CalculationMethod: calculationMethods, Notes: notes }
  return object({ 'TierBandSet*': some(object({ ...methods, 'TierBand*': some(tierBand), ...set })) }, { closed })
}

/** The most or the least that fees come to in a period. */
export const feeCap = (
  { extremes, count, periods }: TermValues,
  fees: Check,
  { beside = {}, closed = false }: { beside?: Members; closed?: boolean } = {},
): Check =>
  object(
    {
      ...{ 'FeeType*': some(fees), 'MinMaxType*': extremes, FeeCapOccurrence: count, FeeCapAmount: amount, CappingPeriod: periods },
      ...{ Notes: notes, OtherFeeType: list(ownOrMore), ...beside },
    },
    { closed },
  )

/** What every fee has; how often it is reckoned is required of some. */
export const feeMembers = ({ rateTypes, feeFrequencies }: TermValues, fees: Check): Members => ({
  ...{ 'FeeType*': fees, FeeAmount: amount, FeeRate: rate, FeeRateType: rateTypes, 'ApplicationFrequency*': feeFrequencies, Notes: notes },
  ...{ OtherFeeRateType: own, OtherApplicationFrequency: own, OtherCalculationFrequency: own },
})

/** `cap` is that of all fees; `fee` and `band` are the members that only some products have. */
export const overdraft = (values: TermValues, { cap, fee, band }: { cap: Check; fee: Members; band: Members }): Check => {
  const { bandMethods, overdraftTypes, overdraftFees, feeFrequencies, closed } = values
  const detail = object({
    ...feeMembers(values, overdraftFees),
    ...{ OverdraftControlIndicator: flag, IncrementalBorrowingAmount: amount, CalculationFrequency: feeFrequencies, OtherFeeType: own },
    ...fee,
  })
  const fees = list(object({ OverdraftFeeChargeCap: list(cap), 'OverdraftFeeChargeDetail*': some(detail) }))
  const tierBand = object({
    ...{ Identification: text(35), 'TierValueMin*': amount, TierValueMax: amount, EAR: rate, BankGuaranteedIndicator: flag, Notes: notes },
    ...{ OverdraftInterestChargingCoverage: bandMethods, OverdraftFeesCharges: fees, ...band },
  })
  const bandSet = object({
    ...{ 'TierBandMethod*': bandMethods, OverdraftType: overdraftTypes, Identification: text(35), AuthorisedIndicator: flag },
    ...{ BufferAmount: amount, Notes: notes, 'OverdraftTierBand*': some(tierBand), OverdraftFeesCharges: fees },
  })
  return object({ Notes: notes, 'OverdraftTierBandSet*': some(bandSet) }, { closed })
}

/** A fee type of the bank's own, with its category. */
export const ownFee = ({ feeCategories }: TermValues): Check => object({ ...ownMembers, 'FeeCategory*': feeCategories }, { closed: true })

/** The members of fees beside those of overdrafts; `fee` are those that only some products have. */
export const otherFees = (values: TermValues, fee: Members = {}): Members => {
  const { fees, feeCategories, feeFrequencies, closed } = values
  const caps = list(feeCap(values, fees))
  const range = object({ MinimumAmount: amount, MaximumAmount: amount, MinimumRate: rate, MaximumRate: rate }, { closed })
  const detail = object({
    ...feeMembers(values, fees),
    ...{ 'FeeCategory*': feeCategories, CalculationFrequency: feeFrequencies, FeeChargeCap: caps, OtherFeeCategoryType: own },
    ...{ OtherFeeType: ownFee(values), FeeApplicableRange: range, ...fee },
  })
  return { 'FeeChargeDetail*': some(detail), FeeChargeCap: caps }
}
