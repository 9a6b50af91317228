import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import type { AppErrorData } from '../../../shared/errors.ts'
import type { ModelBankAddresses } from '../../../shared/model/model-bank.ts'
import { host } from '../../api/client.ts'
import { href } from '../../router.ts'
import { modelBankText as t } from '../../text/model-bank.ts'
import { IconButton } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import styles from './model-bank.module.css'

export const Addresses = ({ addresses, bankProfileId }: { addresses: ModelBankAddresses; bankProfileId: string | null }) => (
  <>
    <Facts>
      <Page label={t.portal} address={addresses.enrolmentPortal} />
      <IdFact label={t.issuer} term="issuer" value={addresses.issuer} full />
      {addresses.discovery ? (
        <IdFact label={t.discovery} term="discovery" value={addresses.discovery} full />
      ) : (
        <Fact label={t.discovery} term="discovery">
          {t.notPublished}
        </Fact>
      )}
      <IdFact label={t.frontChannel} term="authorisation" value={addresses.frontChannel} full />
      <IdFact label={t.directory} term="directory" value={addresses.directory} full />
      {Object.entries(addresses.accountInformation).map(([version, address]) => (
        <IdFact key={version} label={t.api(version)} term="api-version" value={address} full />
      ))}
      {bankProfileId && (
        <Fact label={t.profile} term="bank-profile">
          <a href={href(['banks', 'bankProfile', bankProfileId])}>{t.title}</a>
        </Fact>
      )}
    </Facts>
    <CodeBlock label={t.caCertificate}>{addresses.caCertificate}</CodeBlock>
  </>
)

/** An address that a person opens. */
const Page = ({ label, address }: { label: string; address: string }) => {
  const [error, setError] = useState<AppErrorData | null>(null)
  const open = async () => {
    const reply = await host().openExternal(address)
    setError(reply.ok ? null : reply.error)
  }
  return (
    <>
      <Fact label={label} term="enrolment-portal" copy={address} mono>
        <span className={styles.page}>
          {address}
          <IconButton label={`${t.open}: ${label}`} onPress={open}>
            <ExternalLink size={14} />
          </IconButton>
        </span>
      </Fact>
      {error && <ErrorNotice error={error} />}
    </>
  )
}
