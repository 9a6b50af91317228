import { fieldError, type Html, html, page } from '../authorisation/pages.ts'
import type { Enrolment } from './enrolments.ts'

/** What was typed into the form, to show it again beside the error. */
export interface FormValues {
  organisation: string
  certificate: string
  signingCertificate: string
  redirectUris: string
  tokenEndpointAuthMethod: string
}

export const emptyForm: FormValues = {
  organisation: '',
  certificate: '',
  signingCertificate: '',
  redirectUris: '',
  tokenEndpointAuthMethod: 'client_secret_basic',
}

export interface FormError {
  field: string
  message: string
}

export interface RequestForm {
  csrf: string
  values: FormValues
  /** Those that the bank offers. */
  authMethods: readonly string[]
}

export function requestPage({ csrf, values, authMethods }: RequestForm, error: FormError | null): string {
  const errorOf = (field: string) => (error?.field === field ? error.message : null)
  const marked = (field: string) => errorOf(field) !== null && html` aria-invalid="true" aria-describedby="${field}-error"`
  const area = (field: 'certificate' | 'signingCertificate' | 'redirectUris', label: string, hint: string) => html`
<label for="${field}">${label}</label>
<span class="muted">${hint}</span>
<textarea id="${field}" name="${field}" spellcheck="false"${marked(field)}>${values[field]}</textarea>
${fieldError(`${field}-error`, errorOf(field))}`
  const method = (value: string) => html`<option${values.tokenEndpointAuthMethod === value && html` selected`}>${value}</option>`
  return page(
    'Enrol a certificate',
    html`
<p>Send the transport certificate that your calls will use. The bank's operator checks it; then this portal gives you a client id, and a secret where your way of authentication needs one.</p>
<form method="post" action="/portal" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
<label for="organisation">Organisation</label>
<input type="text" id="organisation" name="organisation" value="${values.organisation}" autocomplete="organization"${marked('organisation')}>
${fieldError('organisation-error', errorOf('organisation'))}
${area('certificate', 'Transport certificate', 'PEM text')}
${area('signingCertificate', 'Signing certificate (optional)', 'PEM text. With it your authorisation requests are signed; without it they use PKCE.')}
${area('redirectUris', 'Redirect addresses', 'One per line: https, or http://127.0.0.1/… for an app on the customer’s own machine')}
<label for="tokenEndpointAuthMethod">Client authentication</label>
<select id="tokenEndpointAuthMethod" name="tokenEndpointAuthMethod"${marked('tokenEndpointAuthMethod')}>${authMethods.map(method)}</select>
${fieldError('tokenEndpointAuthMethod-error', errorOf('tokenEndpointAuthMethod'))}
<button class="main">Send</button>
</form>
<p><a href="/portal/operator">For the operator</a></p>`,
  )
}

export function referencePage(enrolment: Enrolment): string {
  return page(
    'Your enrolment',
    html`
${facts(enrolment)}
${enrolment.state === 'pending' && html`<p>The operator has not decided yet. Keep the address of this page and open it again later.</p>`}
${enrolment.state === 'refused' && html`<p>The operator refused this certificate.</p>`}
${
  enrolment.clientId !== null &&
  html`<h2>Client</h2><dl class="card">
<dt>Client id</dt><dd><code>${enrolment.clientId}</code></dd>
${enrolment.input.tokenEndpointAuthMethod.startsWith('client_secret_') && html`<dt>Client secret</dt><dd>${enrolment.clientSecret === null ? 'shown once already' : html`<code>${enrolment.clientSecret}</code> (shown this once)`}</dd>`}
</dl>
<p>Calls with this client id are accepted only with the certificate above.</p>`
}`,
  )
}

export function operatorLoginPage(csrf: string, error: string | null): string {
  return page(
    'Operator',
    html`<form method="post" action="/portal/operator/login" novalidate>
<input type="hidden" name="csrf" value="${csrf}">
<label for="password">Operator password</label>
<input type="password" id="password" name="password" autocomplete="current-password"${error !== null && html` aria-invalid="true" aria-describedby="error"`}>
${fieldError('error', error)}
<button class="main">Log in</button>
</form>`,
  )
}

export function operatorPage(csrf: string, enrolments: Enrolment[]): string {
  const decide = (enrolment: Enrolment) => html`<form method="post" action="/portal/operator">
<input type="hidden" name="csrf" value="${csrf}">
<input type="hidden" name="id" value="${enrolment.id}">
<button class="main" name="action" value="approve">Approve</button>
<button name="action" value="refuse">Refuse</button>
</form>`
  return page(
    'Enrolments',
    enrolments.length === 0
      ? html`<p>No developer has sent a certificate.</p>`
      : html`${enrolments.map((enrolment) => html`<h2>${enrolment.organisation}</h2>${facts(enrolment)}${enrolment.state === 'pending' && decide(enrolment)}`)}`,
  )
}

function facts(enrolment: Enrolment): Html {
  return html`<dl class="card">
<dt>State</dt><dd>${enrolment.state}</dd>
<dt>Organisation</dt><dd>${enrolment.organisation}</dd>
<dt>Subject</dt><dd><code>${enrolment.subject}</code></dd>
<dt>SHA-256</dt><dd><code>${enrolment.sha256Fingerprint}</code></dd>
<dt>Sent</dt><dd>${enrolment.requested}</dd>
</dl>`
}
