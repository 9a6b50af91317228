import { useState } from 'react'
import type { AppErrorData } from '../../../../shared/errors.ts'
import { host } from '../../../api/client.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { fileNameOf } from './file-name.ts'

const t = entityText.certificateForms.actions

interface SavePemProps {
  /** Of the file, without its ending. */
  name: string
  pem: string
  ending?: 'pem' | 'csr'
  /** Where it is not plain from what stands around it. */
  label?: string
}

/** Saves what is public: a certificate with its chain, or a signing request. */
export const SavePem = ({ name, pem, ending = 'pem', label = t.savePem }: SavePemProps) => {
  const [error, setError] = useState<AppErrorData | null>(null)
  const save = async () => {
    const reply = await host().saveText(fileNameOf(name, ending), pem)
    setError(reply.ok ? null : reply.error)
    if (reply.ok && reply.value.saved) announce(t.saved)
  }
  return (
    <>
      <div>
        <Button onPress={() => void save()}>{label}</Button>
      </div>
      {error && <ErrorNotice error={error} />}
    </>
  )
}
