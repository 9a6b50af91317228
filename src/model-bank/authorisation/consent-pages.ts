import type { ConsentBook, CustomerBook } from '../contracts.ts'
import { fieldError, type Html, html, page } from './pages.ts'

type Consent = NonNullable<ReturnType<ConsentBook['find']>>
export type Customer = ReturnType<CustomerBook['all']>[number]

/** What every page of one authorisation needs. */
export interface PageFacts {
  action: string
  csrf: string
  tpp: string
  consent: Consent
  error: string | null
}

// One sentence for each cluster of permissions, as the customer-experience guidelines group them.
const permissionWords: [string[], string][] = [
  [['ReadAccountsBasic', 'ReadAccountsDetail'], 'Names and numbers of your accounts'],
  [['ReadBalances'], 'Balances'],
  [
    ['ReadTransactionsBasic', 'ReadTransactionsDetail', 'ReadTransactionsCredits', 'ReadTransactionsDebits'],
    'Transactions: what came in and what went out',
  ],
  [['ReadBeneficiariesBasic', 'ReadBeneficiariesDetail'], 'People and firms you have saved for payments'],
  [['ReadDirectDebits'], 'Direct debits'],
  [['ReadStandingOrdersBasic', 'ReadStandingOrdersDetail'], 'Standing orders'],
  [['ReadScheduledPaymentsBasic', 'ReadScheduledPaymentsDetail'], 'Payments planned for later'],
  [['ReadStatementsBasic', 'ReadStatementsDetail'], 'Statements'],
  [['ReadProducts'], 'Features and fees of your accounts'],
  [['ReadOffers'], 'Offers made to you'],
  [['ReadParty', 'ReadPartyPSU'], 'Your name, address and contact details'],
  [['ReadPAN'], 'Full card numbers'],
]

export function permissionsInWords(permissions: string[]): string[] {
  return permissionWords.filter(([codes]) => codes.some((code) => permissions.includes(code))).map(([, words]) => words)
}

const form = (facts: PageFacts, body: Html): Html => html`<form method="post" action="${facts.action}" novalidate>
<input type="hidden" name="csrf" value="${facts.csrf}">
${body}
</form>`

const refuse = html`<button name="action" value="refuse" formnovalidate>Refuse</button>`

export function loginPage(facts: PageFacts, username: string): string {
  const invalid = facts.error !== null && html` aria-invalid="true" aria-describedby="error"`
  return page(
    'Log in',
    html`
<p><strong>${facts.tpp}</strong> asks to see information about your accounts. Log in to decide.</p>
${form(
  facts,
  html`
<label for="username">User name</label>
<input type="text" id="username" name="username" value="${username}" autocomplete="username" required${invalid}>
<label for="password">Password</label>
<input type="password" id="password" name="password" autocomplete="current-password" required${invalid}>
${fieldError('error', facts.error)}
<button class="main" name="action" value="continue">Continue</button>
${refuse}`,
)}`,
  )
}

export function accountsPage(facts: PageFacts, customer: Customer, chosen: string[]): string {
  const account = (entry: Customer['accounts'][number]) => html`
<label class="choice"><input type="checkbox" name="accounts" value="${entry.accountId}"${chosen.includes(entry.accountId) && html` checked`}>
<span>${entry.name} <span class="muted">${entry.identification}, ${entry.currency}</span></span></label>`
  return page(
    'Choose accounts',
    html`
<p>Logged in as ${customer.name}.</p>
${request(facts)}
${form(
  facts,
  html`
<fieldset${facts.error !== null && html` aria-describedby="error"`}>
<legend>Accounts to share</legend>
${customer.accounts.map(account)}
${fieldError('error', facts.error)}
</fieldset>
<button class="main" name="action" value="continue">Continue</button>
${refuse}`,
)}`,
  )
}

export function codePage(facts: PageFacts, customer: Customer, chosen: string[]): string {
  const shared = customer.accounts.filter((entry) => chosen.includes(entry.accountId))
  return page(
    'Approve',
    html`
${request(facts)}
<h2>Accounts to share</h2>
<ul>${shared.map((entry) => html`<li>${entry.name} <span class="muted">${entry.identification}, ${entry.currency}</span></li>`)}</ul>
${form(
  facts,
  html`
<label for="code">One-time code</label>
<input type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required${facts.error !== null && html` aria-invalid="true" aria-describedby="error"`}>
${fieldError('error', facts.error)}
<button class="main" name="action" value="approve">Approve</button>
${refuse}`,
)}`,
  )
}

function request({ tpp, consent }: PageFacts): Html {
  return html`<h2>${tpp} asks for</h2>
<ul>${permissionsInWords(consent.permissions).map((words) => html`<li>${words}</li>`)}</ul>
<dl class="card">
<dt>Access ends</dt><dd>${date(consent.expires) ?? 'when you or they end it'}</dd>
<dt>Transactions from</dt><dd>${date(consent.transactionFrom) ?? 'the first'}</dd>
<dt>Transactions to</dt><dd>${date(consent.transactionTo) ?? 'the latest'}</dd>
</dl>`
}

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' })
const date = (value: string | null): string | null => (value === null ? null : dates.format(new Date(value)))
