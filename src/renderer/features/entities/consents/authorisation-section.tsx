import { useState } from 'react'
import type { AppErrorData } from '../../../../shared/errors.ts'
import type { AccountAccessConsent } from '../../../../shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { useQuery } from '../../../api/query.ts'
import { Section } from '../../../frame/detail.tsx'
import { entityText } from '../../../text/entities/index.ts'
import { AwaitingCustomer } from '../../../ui/awaiting-customer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Status } from '../../../ui/status.tsx'
import { SavePem } from '../certificate-forms/save-pem.tsx'
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
      </Section>
    )
  }
  if (!outcome) return null
  return (
    <Section title={t.authorisation}>
      {outcome.error ? <ErrorNotice error={outcome.error} /> : <Status tone="good">{t.authorised(outcome.checks)}</Status>}
    </Section>
  )
}
