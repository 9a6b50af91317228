import { expect, test } from 'vitest'
import { otherFields } from '../../../src/renderer/features/data/transactions/original-fields.ts'

test('what has no row of its own is told in words, in the bank’s order', () => {
  const original = {
    TransactionId: 't1',
    Amount: { Amount: '10.00', Currency: 'GBP' },
    MerchantDetails: { MerchantName: 'Corner Shop', MerchantCategoryCode: '5411' },
    StatementReference: ['STM-1', 'STM-2'],
    ProprietaryBankTransactionCode: { Code: 'DEB', Issuer: 'Model Bank' },
    CardInstrument: { CardSchemeName: 'MasterCard', Contactless: true },
    DebtorAgent: { BICFI: 'MDLBGB2L' },
    AddressLine: null,
    ChargeAmount: { Amount: '0.50' },
    SupplementaryData: { Lines: [{ Text: 'a' }, { Text: 'b' }], Nothing: [] },
  }
  expect(otherFields(original)).toEqual([
    { path: 'MerchantDetails.MerchantCategoryCode', label: 'Merchant details · merchant category code', value: '5411' },
    { path: 'StatementReference', label: 'Statement reference', value: 'STM-1, STM-2' },
    { path: 'ProprietaryBankTransactionCode.Code', label: 'Proprietary bank transaction code · code', value: 'DEB' },
    { path: 'ProprietaryBankTransactionCode.Issuer', label: 'Proprietary bank transaction code · issuer', value: 'Model Bank' },
    { path: 'CardInstrument.CardSchemeName', label: 'Card instrument · card scheme name', value: 'MasterCard' },
    { path: 'CardInstrument.Contactless', label: 'Card instrument · contactless', value: 'true' },
    { path: 'DebtorAgent.BICFI', label: 'Debtor agent · bicfi', value: 'MDLBGB2L' },
    { path: 'ChargeAmount.Amount', label: 'Charge amount · amount', value: '0.50' },
    { path: 'SupplementaryData.Lines.0.Text', label: 'Supplementary data · lines · 1 · text', value: 'a' },
    { path: 'SupplementaryData.Lines.1.Text', label: 'Supplementary data · lines · 2 · text', value: 'b' },
  ])
})
