// Every endpoint, its token and its permissions, in one table.
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import { directDebitsOf, standingOrdersOf } from '../data/arrangements.ts'
import { beneficiariesOf } from '../data/beneficiaries.ts'
import { balancesOf } from '../data/customers.ts'
import { offersOf } from '../data/offers.ts'
import { potsOf } from '../data/pots.ts'
import { productTermsOf } from '../data/product-terms.ts'
import { scheduledPaymentsOf } from '../data/scheduled-payments.ts'
import type { DataCall, Endpoint } from './calls.ts'
import { createConsent, deleteConsent, readConsent } from './consent-calls.ts'
import { onePage } from './lists.ts'
import { listParties, readHolder, readUser } from './parties.ts'
import type { Needs } from './permissions.ts'
import { needs } from './permissions.ts'
import { accountShape } from './shapes/account.ts'
import { balanceShape } from './shapes/balance.ts'
import { beneficiaryShape } from './shapes/beneficiary.ts'
import { directDebitShape } from './shapes/direct-debit.ts'
import { offerShape } from './shapes/offer.ts'
import { potShape } from './shapes/pot.ts'
import { productShape } from './shapes/product.ts'
import { scheduledPaymentShape } from './shapes/scheduled-payment.ts'
import type { Shape } from './shapes/shape.ts'
import { standingOrderShape } from './shapes/standing-order.ts'
import { listStatements, listStatementTransactions, readStatement, readStatementFile } from './statements.ts'
import { listTransactions } from './transactions.ts'

/** Answers with the records of every account of the call. */
const records =
  <T>(name: string, find: (accountId: string) => readonly T[], shape: Shape<T>) =>
  (call: DataCall) =>
    onePage(
      call,
      name,
      shape,
      call.accounts.flatMap(({ accountId }) => find(accountId)),
    )

const listAccounts = (call: DataCall) => onePage(call, 'Account', accountShape, call.accounts)

type AnswerData = (call: DataCall) => ReturnType<typeof onePage>

const manage = { grant: 'clientCredentials' } as const
const read = (path: string, needs: Needs, answer: AnswerData) =>
  ({ method: 'GET', grant: 'authorisationCode', path, needs, answer }) satisfies Endpoint
/** For every account, and for one. */
const bulkAndOne = (name: string, needs: Needs, answer: AnswerData, one = name) => [
  read(`/${name}`, needs, answer),
  read(`/accounts/:accountId/${one}`, needs, answer),
]
const statement = '/accounts/:accountId/statements/:statementId'

const endpoints: readonly Endpoint[] = [
  { ...manage, method: 'POST', path: '/account-access-consents', answer: createConsent },
  { ...manage, method: 'GET', path: '/account-access-consents/:consentId', answer: readConsent },
  { ...manage, method: 'DELETE', path: '/account-access-consents/:consentId', answer: deleteConsent },
  read('/accounts', needs.accounts, listAccounts),
  read('/accounts/:accountId', needs.accounts, listAccounts),
  ...bulkAndOne('balances', needs.balances, records('Balance', balancesOf, balanceShape)),
  ...bulkAndOne('transactions', needs.transactions, listTransactions),
  ...bulkAndOne('beneficiaries', needs.beneficiaries, records('Beneficiary', beneficiariesOf, beneficiaryShape)),
  ...bulkAndOne('direct-debits', needs.directDebits, records('DirectDebit', directDebitsOf, directDebitShape)),
  ...bulkAndOne('standing-orders', needs.standingOrders, records('StandingOrder', standingOrdersOf, standingOrderShape)),
  ...bulkAndOne('products', needs.products, records('Product', productTermsOf, productShape), 'product'),
  ...bulkAndOne('offers', needs.offers, records('Offer', offersOf, offerShape)),
  read('/accounts/:accountId/party', needs.party, readHolder),
  read('/accounts/:accountId/parties', needs.party, listParties),
  read('/party', needs.partyOfUser, readUser),
  ...bulkAndOne('scheduled-payments', needs.scheduledPayments, records('ScheduledPayment', scheduledPaymentsOf, scheduledPaymentShape)),
  ...bulkAndOne('statements', needs.statements, listStatements),
  read(statement, needs.statements, readStatement),
  { ...read(`${statement}/file`, needs.statementFile, readStatementFile), produces: 'application/pdf' },
  read(`${statement}/transactions`, needs.transactions, listStatementTransactions),
  { ...read('/pots', needs.balances, records('Pot', potsOf, potShape)), additional: 'pots' },
]

/** A path as the standard writes it, such as /accounts/{AccountId}/party, with our names of its parameters. */
const asRoute = (path: string) => path.replaceAll(/\{(\w)(\w*)\}/g, (_, first: string, rest: string) => `:${first.toLowerCase()}${rest}`)

/** The endpoints that a bank has. */
export const offeredEndpoints = ({ missingCalls, additionalCalls }: BankBehaviour): Endpoint[] => {
  const missing = new Set(missingCalls.map(asRoute))
  return endpoints.filter(
    ({ path, additional }) => !missing.has(path) && (additional === undefined || additionalCalls.includes(additional)),
  )
}
