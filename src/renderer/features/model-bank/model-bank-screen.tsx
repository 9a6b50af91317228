import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AppErrorData } from '../../../shared/errors.ts'
import type { ModelBankStatus } from '../../../shared/model/model-bank.ts'
import { call } from '../../api/client.ts'
import { refresh, useQuery } from '../../api/query.ts'
import { DetailHeader, Section } from '../../frame/detail.tsx'
import { modelBankText as t } from '../../text/model-bank.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { exactDay, loadingText } from '../../ui/format.ts'
import { Status } from '../../ui/status.tsx'
import { Addresses } from './addresses.tsx'
import { Clients } from './clients.tsx'
import { Customers } from './customers.tsx'
import { Enrolments } from './enrolments.tsx'
import styles from './model-bank.module.css'
import { Persona } from './persona.tsx'

const pollMs = 5000

/** What happens at the portal happens outside the core; while this screen is seen, it asks again now and then. */
const usePolling = (running: boolean): void => {
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => document.visibilityState === 'visible' && refresh('modelBank.'), pollMs)
    return () => clearInterval(timer)
  }, [running])
}

export const ModelBankScreen = () => {
  const { value, error } = useQuery('modelBank.status', {})
  const [working, setWorking] = useState(false)
  const [failure, setFailure] = useState<AppErrorData | null>(null)
  const running = value?.running ?? false
  usePolling(running)

  const stop = async () => {
    setWorking(true)
    setFailure(null)
    const reply = await call('modelBank.stop', {})
    setWorking(false)
    if (!reply.ok) return setFailure(reply.error)
    announce(`${t.title}: ${t.stopped}`)
  }

  return (
    <div className={styles.screen}>
      <DetailHeader
        name={t.title}
        status={value && <Status tone={running ? 'good' : 'neutral'}>{running ? t.running : t.stopped}</Status>}
        actions={
          running && (
            <>
              <IconButton label={t.refresh} onPress={() => refresh('modelBank.')}>
                <RefreshCw size={14} />
              </IconButton>
              <Button isDisabled={working} onPress={stop}>
                {working ? t.working : t.stop}
              </Button>
            </>
          )
        }
      />
      <p className="muted">{t.what}</p>
      {failure && <ErrorNotice error={failure} />}
      {error && <ErrorNotice error={error} />}
      {!value && !error && <p className="muted">{loadingText}</p>}
      {value && (
        <Section title={t.behaviour}>
          {!running && <p className="muted">{t.notRunning}</p>}
          <Persona key={value.persona} running={running} persona={value.persona} />
        </Section>
      )}
      {value && running && <Running {...value} />}
    </div>
  )
}

const Running = ({ addresses, bankProfileId, customers, dataAsAt, clients, enrolments }: ModelBankStatus) => (
  <>
    <Section title={t.enrolments}>
      <Enrolments enrolments={enrolments} />
    </Section>
    <Section title={t.customers}>
      <Customers customers={customers} />
      {dataAsAt && <p className="caption">{t.dataAsAt(exactDay(dataAsAt))}</p>}
    </Section>
    <Section title={t.clients}>
      <Clients clients={clients} />
    </Section>
    {addresses && (
      <Section title={t.addresses}>
        <Addresses addresses={addresses} bankProfileId={bankProfileId} />
      </Section>
    )}
  </>
)
