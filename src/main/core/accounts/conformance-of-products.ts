// Products as the standard has them: the same in both versions (OBReadProduct2, OB Read/Write 3.1.11 and 4.0).

import { type Check, flag, integer, list, type Members, number, object, oneOf, text } from './conformance.ts'
import {
  amount,
  creditInterest,
  feeCap,
  feeMembers,
  notes,
  otherFees,
  overdraft,
  own,
  ownFee,
  ownOrMore,
  some,
  type TermValues,
} from './conformance-of-product-terms.ts'
import { accountId, byVersion, rate, supplementaryData } from './conformance-parts.ts'

const words = (values: string): Check => oneOf(...values.split(' '))

const current = {
  ...{ closed: true, count: number, fixedOrVariable: words('Fixed Variable'), calculationMethods: words('Compound SimpleInterest') },
  extremes: words('Maximum Minimum'),
  overdraftFees: words(
    'ArrangedOverdraft AnnualReview EmergencyBorrowing BorrowingItem OverdraftRenewal OverdraftSetup Surcharge TempOverdraft ' +
      'UnauthorisedBorrowing UnauthorisedPaidTrans Other UnauthorisedUnpaidTrans',
  ),
  feeCategories: words('Other Servicing'),
}
const everyFee =
  'ChargingPeriod Daily PerItem Monthly Other PerOccurrence PerHour PerSheet PerTransaction PerTransactionAmount ' +
  'PerTransactionPercentage Quarterly SixMonthly StatementMonthly Weekly Yearly'

const business: TermValues = {
  ...current,
  ...{ bandMethods: words('Banded Tiered Whole'), rateTypes: words('Gross Other'), overdraftTypes: words('Committed OnDemand') },
  interestFrequencies: words('Daily HalfYearly Monthly Other PerStatementDate Quarterly Weekly Yearly'),
  feeFrequencies: words(`${everyFee} OnAnniversary OnClosing OnOpening PerHundredPounds`),
  periods: oneOf('Day', 'Half Year', 'Month', 'Quarter', 'Week', 'Year'),
  fees: words(
    'Other ServiceCAccountFee ServiceCAccountFeeMonthly ServiceCAccountFeeQuarterly ServiceCBusiDepAccBreakage ServiceCFixedTariff ' +
      'ServiceCMinimumMonthlyFee ServiceCOther',
  ),
}
const personal: TermValues = {
  ...current,
  ...{ bandMethods: words('Tiered Whole'), rateTypes: words('Gross LinkedBaseRate Net Other') },
  overdraftTypes: words('Committed OnDemand Other'),
  interestFrequencies: words('Daily HalfYearly Monthly Other PerAcademicTerm PerStatementDate Quarterly Weekly Yearly'),
  feeFrequencies: words(`${everyFee} AcademicTerm AccountClosing AccountOpening OnAccountAnniversary`),
  periods: oneOf('AcademicTerm', 'Day', 'Half Year', 'Month', 'Quarter', 'Week', 'Year'),
  fees: words('Other ServiceCAccountFee ServiceCAccountFeeMonthly ServiceCOther'),
}
const other: TermValues = {
  ...{ closed: false, count: integer, fixedOrVariable: words('INFI INVA'), calculationMethods: words('ITCO ITOT ITSI') },
  ...{ bandMethods: words('INBA INTI INWH'), rateTypes: words('INBB INFR INGR INLR INNE INOT'), extremes: words('FMMN FMMX') },
  interestFrequencies: words('FQAT FQDY FQHY FQMY FQOT FQQY FQSD FQWY FQYY'),
  feeFrequencies: words('FEAC FEAO FECP FEDA FEHO FEI FEMO FEOA FEOT FEPC FEPH FEPO FEPS FEPT FEPTA FEPTP FEQU FESM FEST FEWE FEYE'),
  ...{ periods: words('PACT PDAY PHYR PMTH PQTR PWEK PYER'), overdraftTypes: words('OVCO OVOD OVOT') },
  overdraftFees: words('FBAO FBAR FBEB FBIT FBOR FBOS FBSC FBTO FBUB FBUT FTOT FTUT'),
  ...{ fees: words('FEPF FTOT FYAF FYAM FYAQ FYCP FYDB FYMI FYXX'), feeCategories: words('FCOT FCRE FCSV') },
}

const destination = words('PayAway SelfCredit')
const agreement = ({ count, periods }: TermValues): Members => ({
  ...{ AgreementLengthMin: count, AgreementLengthMax: count, AgreementPeriod: periods },
})
const negotiable = { NegotiableIndicator: flag }

const businessCap = feeCap(business, business.overdraftFees)
const businessSegments = words(
  'ClientAccount Standard NonCommercialChaitiesClbSoc NonCommercialPublicAuthGovt Religious SectorSpecific Startup Switcher',
)
const businessCurrentAccount = object(
  {
    ProductDetails: object(
      { Segment: list(businessSegments), FeeFreeLength: number, FeeFreeLengthPeriod: business.periods, Notes: notes },
      { closed: true },
    ),
    CreditInterest: creditInterest(business, { set: { 'Destination*': destination } }),
    Overdraft: overdraft(business, {
      cap: businessCap,
      fee: { ...negotiable, OverdraftFeeChargeCap: list(businessCap) },
      band: { ...agreement(business), RepresentativeAPR: rate },
    }),
    OtherFeesCharges: list(
      object({
        ...{ TariffType: words('Electronic Mixed Other'), TariffName: text(350), OtherTariffType: own },
        ...otherFees(business, negotiable),
      }),
    ),
  },
  { closed: true },
)

const control = { OverdraftControlIndicator: flag }
const personalSegments = words(
  'Basic BenefitAndReward CreditInterest Cashback General Graduate Other Overdraft Packaged Premium Reward Student YoungAdult Youth',
)
const personalCurrentAccount = object(
  {
    ProductDetails: object({ Segment: list(personalSegments), MonthlyMaximumCharge: amount, Notes: notes }, { closed: true }),
    CreditInterest: creditInterest(personal, { set: { Destination: destination } }),
    Overdraft: overdraft(personal, {
      cap: feeCap(personal, personal.overdraftFees, { beside: control }),
      fee: { OverdraftFeeChargeCap: feeCap(personal, personal.overdraftFees, { beside: control, closed: true }) },
      band: { RepresentativeAPR: rate },
    }),
    OtherFeesCharges: object(otherFees(personal), { closed: true }),
  },
  { closed: true },
)

const loanFee = object({
  ...feeMembers(other, other.fees),
  ...{ 'CalculationFrequency*': other.feeFrequencies, OtherFeeType: ownFee(other), ...negotiable },
})
// The periods of this cap alone are those of fees.
const loanCap = feeCap({ ...other, periods: other.feeFrequencies }, other.fees)
const loanFees = list(object({ 'LoanInterestFeeChargeDetail*': some(loanFee), LoanInterestFeeChargeCap: list(loanCap) }))
const loanBand = object({
  ...{ Identification: text(35), 'TierValueMinimum*': amount, TierValueMaximum: amount, 'TierValueMinTerm*': integer },
  ...{ 'MinTermPeriod*': other.periods, TierValueMaxTerm: integer, MaxTermPeriod: other.periods },
  ...{ 'FixedVariableInterestRateType*': other.fixedOrVariable, 'RepAPR*': rate, LoanProviderInterestRateType: other.rateTypes },
  ...{ LoanProviderInterestRate: rate, Notes: notes, OtherLoanProviderInterestRateType: ownOrMore, LoanInterestFeesCharges: loanFees },
})
const loanBandSet = object({
  ...{ 'TierBandMethod*': other.bandMethods, Identification: text(35), 'CalculationMethod*': other.calculationMethods, Notes: notes },
  ...{ OtherCalculationMethod: own, 'LoanInterestTierBand*': some(loanBand), LoanInterestFeesCharges: loanFees },
})
const repayment = object({
  RepaymentType: words('USBA USBU USCI USCS USER USFA USFB USFI USIO USOT USPF USRW USSL'),
  RepaymentFrequency: words('SMDA SMFL SMFO SMHY SMMO SMOT SMQU SMWE SMYE'),
  AmountType: words('RABD RABL RACI RAFC RAIO RALT USOT'),
  ...{ Notes: notes, OtherRepaymentType: ownOrMore, OtherRepaymentFrequency: ownOrMore, OtherAmountType: ownOrMore },
  RepaymentFeeCharges: object({
    'RepaymentFeeChargeDetail*': some(loanFee),
    RepaymentFeeChargeCap: list(feeCap(other, other.fees)),
  }),
  RepaymentHoliday: list(object({ MaxHolidayLength: integer, MaxHolidayPeriod: other.periods, Notes: notes })),
})

const otherCap = feeCap(other, other.overdraftFees)
const otherSegments = words(
  'GEAS GEBA GEBR GEBU GECI GECS GEFB GEFG GEG GEGR GEGS GEOT GEOV GEPA GEPR GERE GEST GEYA GEYO PSCA PSES PSNC PSNP PSRG PSSS PSST PSSW',
)
const otherProduct = object({
  ...{ 'Name*': text(350), 'Description*': text(350), SupplementaryData: supplementaryData },
  ProductDetails: object({
    ...{ Segment: list(otherSegments), FeeFreeLength: integer, FeeFreeLengthPeriod: other.periods, MonthlyMaximumCharge: amount },
    ...{ Notes: notes, OtherSegment: own },
  }),
  CreditInterest: creditInterest(other, {
    band: { OtherBankInterestType: ownOrMore },
    set: { 'Destination*': words('INOT INPA INSC'), OtherCalculationMethod: own, OtherDestination: own },
  }),
  Overdraft: overdraft(other, {
    cap: otherCap,
    fee: { ...negotiable, OverdraftFeeChargeCap: list(otherCap) },
    band: agreement(other),
  }),
  LoanInterest: object({ Notes: notes, 'LoanInterestTierBandSet*': some(loanBandSet) }),
  Repayment: repayment,
  OtherFeesCharges: list(
    object({ TariffType: words('TTEL TTMX TTOT'), TariffName: text(350), OtherTariffType: ownOrMore, ...otherFees(other, negotiable) }),
  ),
})

export const products = byVersion(
  {
    ...{ ProductName: text(350), ProductId: text(40), 'AccountId*': accountId, SecondaryProductId: text(70) },
    'ProductType*': oneOf('BusinessCurrentAccount', 'CommercialCreditCard', 'Other', 'PersonalCurrentAccount', 'SMELoan'),
    ...{ MarketingStateId: text(35), OtherProductType: otherProduct, BCA: businessCurrentAccount, PCA: personalCurrentAccount },
  },
  { '3.1': {}, '4.0': {} },
)
