import { useState } from 'react'
import type { AppErrorData, Verdict } from '../../../../shared/errors.ts'
import type { AccountAccessConsent } from '../../../../shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { useQuery } from '../../../api/query.ts'
import { Section } from '../../../frame/detail.tsx'
import { entityText } from '../../../text/entities/index.ts'
import { AwaitingCustomer } from '../../../ui/awaiting-customer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice, Notice } from '../../../ui/error-notice.tsx'
import { Status } from '../../../ui/status.tsx'
import { SavePem } from '../certificate-forms/save-pem.tsx'
import { type Outcome, warningKey, wordsOf } from './authorisation-outcome.ts'
import { cancelAuthorisation, openWindow, useOutcomes } from './authorising.ts'

const t = entityText.consentForm

/** The authorisation of this consent that waits for its customer, if one does. */
export const useWaiting = (id: string) =>
  useQuery('accountAccessConsent.listAuthorisations', {}).value?.items.findLast((one) => one.accountAccessConsentId === id)

/** The customer is at the bank, or what came of it. */
export const AuthorisationSection = ({ consent: { id }, bank }: { consent: AccountAccessConsent; bank: BankProfile | undefined }) => {
  const waiting = useWaiting(id)
  const outcome = useOutcomes()[id]
  const modelBank = useQuery('modelBank.status', bank?.environment === 'modelBank' ? {} : null)
  const overTls = waiting?.capture === 'loopback' && waiting.redirectUri.startsWith('https:')
  const authority = useQuery('redirectAuthority.get', overTls ? {} : null)
  const [error, setError] = useState<AppErrorData | null>(null)
  if (waiting) {
    return (
      <Section title={t.authorisation}>
        <AwaitingCustomer
          key={waiting.authContextId}
          awaiting={waiting}
          customer={modelBank.value?.customers[0]}
          {...(waiting.capture === 'window' && { open: () => openWindow(waiting) })}
          actions={<Button onPress={async () => setError(await cancelAuthorisation(waiting.authContextId))}>{t.cancelWaiting}</Button>}
        />
        {overTls && authority.value && (
          <>
            <p className="muted">{t.redirectAuthority}</p>
            <SavePem name={t.redirectAuthorityName} pem={authority.value.certificate} label={t.saveRedirectAuthority} />
          </>
        )}
        {error && <ErrorNotice error={error} />}
        {waiting.warnings.length > 0 && <Warnings warnings={waiting.warnings} />}
      </Section>
    )
  }
  if (!outcome) return null
  return <Section title={t.authorisation}>{outcome.error ? <ErrorNotice error={outcome.error} /> : <Authorised {...outcome} />}</Section>
}

const Authorised = (outcome: Outcome) => (
  <>
    <Status tone={outcome.warnings.length > 0 ? 'attention' : 'good'}>{wordsOf(outcome)}</Status>
    {outcome.warnings.length > 0 && <Warnings warnings={outcome.warnings} />}
  </>
)

/** Claim by claim: what was expected of it, what came, and the clause that asks for it. */
const Warnings = ({ warnings }: { warnings: readonly Verdict[] }) => (
  <Notice tone="attention">
    <p>{t.putUpWith}</p>
    <ul aria-label={t.warnings}>
      {warnings.map((warning) => (
        <li key={warningKey(warning)}>
          <code>{warning.claim}</code>: {t.expectedCame(warning.expected, warning.actual)} <span className="muted">({warning.clause})</span>
        </li>
      ))}
    </ul>
  </Notice>
)
