// The walkthrough as data: from an empty workspace to a customer's transactions. Every host shows this list and runs it.

import { authorisation, consent } from './consent-steps.ts'
import { accounts, balances, transactions } from './data-steps.ts'
import { bank, certificates, registration, softwareStatement } from './registration-steps.ts'
import type { Step } from './step.ts'

export const steps: Step[] = [bank, certificates, softwareStatement, registration, consent, authorisation, accounts, balances, transactions]
