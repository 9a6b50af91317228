// OBReadProduct2, Data.Product, the same in both versions. PCA and BCA are closed; other products go under OtherProductType in codes.
import type { ProductTerms } from '../../data/product-terms.ts'
import { amountText, optional } from './parts.ts'
import type { Shape } from './shape.ts'

const types = {
  personalCurrent: 'PersonalCurrentAccount',
  businessCurrent: 'BusinessCurrentAccount',
  savings: 'Other',
  creditCard: 'Other',
} as const

const details: Record<ProductTerms['kind'], (terms: ProductTerms) => object> = {
  personalCurrent: (terms) => ({
    PCA: {
      ProductDetails: { Segment: ['General'], Notes: [terms.description] },
      ...(terms.limit !== null && { Overdraft: overdraft(terms) }),
    },
  }),
  businessCurrent: (terms) => ({
    BCA: {
      ProductDetails: { Segment: ['Standard'], Notes: [terms.description] },
      ...(terms.limit !== null && { Overdraft: overdraft(terms) }),
      ...optional('OtherFeesCharges', terms.monthlyFee, accountFee),
    },
  }),
  savings: (terms) => other(terms, optional('CreditInterest', terms.aer, creditInterest)),
  creditCard: (terms) => other(terms, optional('LoanInterest', terms.ear, cardInterest)),
}

export const productShape: Shape<ProductTerms> = (terms) => ({
  ProductName: terms.name,
  ProductId: terms.productId,
  AccountId: terms.accountId,
  ProductType: types[terms.kind],
  MarketingStateId: 'P1',
  ...details[terms.kind](terms),
})

const overdraft = ({ limit, ear }: ProductTerms) => ({
  OverdraftTierBandSet: [
    {
      TierBandMethod: 'Whole',
      OverdraftType: 'OnDemand',
      AuthorisedIndicator: true,
      OverdraftTierBand: [{ TierValueMin: '0.00', ...optional('TierValueMax', limit, amountText), ...optional('EAR', ear) }],
    },
  ],
})

const accountFee = (fee: number) => [
  {
    TariffType: 'Mixed',
    TariffName: 'Business account',
    FeeChargeDetail: [
      {
        FeeCategory: 'Servicing',
        FeeType: 'ServiceCAccountFeeMonthly',
        FeeAmount: amountText(fee),
        ApplicationFrequency: 'Monthly',
        Notes: ['One fee for each business; none above a turnover of 1,000,000 a year'],
      },
    ],
  },
]

const other = ({ name, description }: ProductTerms, interest: object) => ({
  OtherProductType: { Name: name, Description: description, ...interest },
})

const creditInterest = (aer: string) => ({
  TierBandSet: [
    {
      // Codes: the whole balance earns the rate (INWH), compounded (ITCO), paid into the account (INSC), monthly (FQMY), variable (INVA).
      TierBandMethod: 'INWH',
      CalculationMethod: 'ITCO',
      Destination: 'INSC',
      TierBand: [{ TierValueMinimum: '0.01', ApplicationFrequency: 'FQMY', FixedVariableInterestRateType: 'INVA', AER: aer }],
    },
  ],
})

const cardInterest = (apr: string) => ({
  LoanInterestTierBandSet: [
    {
      // Codes as above, and: for as long as a month at least (PMTH).
      TierBandMethod: 'INWH',
      CalculationMethod: 'ITCO',
      LoanInterestTierBand: [
        { TierValueMinimum: '0.01', TierValueMinTerm: 1, MinTermPeriod: 'PMTH', FixedVariableInterestRateType: 'INVA', RepAPR: apr },
      ],
    },
  ],
})
