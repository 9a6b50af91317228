import { type FormEvent, useState } from 'react'
import type { AppErrorData } from '../../../../shared/errors.ts'
import type { Inspection } from '../../../../shared/model/certificate.ts'
import { call } from '../../../api/client.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { useFaultFocus } from '../../../ui/use-fault-focus.ts'
import styles from './forms.module.css'
import { InspectionView } from './inspection-view.tsx'
import { MaterialFields, showsPassphrase } from './material-fields.tsx'
import { useMaterial } from './use-material.ts'

const t = entityText.certificateForms.inspect

/** Shows what a file says without keeping it; the answer holds no key material. */
export const InspectForm = () => {
  const material = useMaterial()
  const [passphrase, setPassphrase] = useState('')
  const [error, setError] = useState<AppErrorData | null>(null)
  const form = useFaultFocus(error)
  const [inspecting, setInspecting] = useState(false)
  const [inspection, setInspection] = useState<Inspection | null>(null)

  const inspect = async (event: FormEvent) => {
    event.preventDefault()
    if (inspecting) return
    if (material.empty) return material.say(entityText.certificateForms.import.nothing)
    setInspecting(true)
    const file = await material.input()
    if (!file) return setInspecting(false)
    const secret = showsPassphrase(material, error) && passphrase !== '' ? { passphrase } : {}
    const reply = await call('certificate.inspect', { ...file, ...secret })
    setInspecting(false)
    setPassphrase('')
    material.forgetClear()
    setError(reply.ok ? null : reply.error)
    setInspection(reply.ok ? reply.value : null)
    if (!reply.ok) return
    const { certificates, signingRequests, privateKeys } = reply.value
    announce(t.done(certificates.length, signingRequests.length, privateKeys.length))
  }

  return (
    <>
      <form ref={form} className={styles.form} aria-label={entityText.certificateForms.forms.inspect} onSubmit={inspect} noValidate>
        <p className="muted">{t.intro}</p>
        <MaterialFields material={material} passphrase={passphrase} onPassphrase={setPassphrase} error={error} />
        {error && error.field !== 'passphrase' && <ErrorNotice error={error} />}
        <div className={styles.buttons}>
          <Button kind="primary" type="submit" isDisabled={inspecting}>
            {inspecting ? t.inspecting : t.inspect}
          </Button>
        </div>
      </form>
      {inspection && <InspectionView inspection={inspection} />}
    </>
  )
}
