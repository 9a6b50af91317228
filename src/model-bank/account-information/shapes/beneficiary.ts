// OBBeneficiary5.
import type { BeneficiaryRecord } from '../../data/beneficiaries.ts'
import { optional, otherSide } from './parts.ts'
import type { Shape } from './shape.ts'

export const beneficiaryShape: Shape<BeneficiaryRecord> = (record, { detail, pan }) => ({
  AccountId: record.accountId,
  BeneficiaryId: record.beneficiaryId,
  BeneficiaryType: record.trusted ? 'Trusted' : 'Ordinary',
  ...optional('Reference', record.reference),
  ...(detail && otherSide(record.counterparty, 'Creditor', pan)),
})
