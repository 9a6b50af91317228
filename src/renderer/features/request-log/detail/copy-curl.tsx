import { Terminal } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RequestLogDetail } from '../../../../shared/model/request-log.ts'
import { text } from '../../../text/en.ts'
import { log } from '../../../text/log.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { curlOf } from '../curl.ts'

/** Nothing for what never went out from here. */
export const CopyCurl = ({ detail }: { detail: RequestLogDetail }) => {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const command = curlOf(detail)
  if (command === null) return null
  const copy = async () => {
    await navigator.clipboard.writeText(command)
    setCopied(true)
    announce(log.curlNote)
  }
  return (
    <Button kind="quiet" onPress={() => void copy()}>
      <Terminal size={14} aria-hidden="true" />
      {copied ? text.actions.copied : text.actions.copyCurl}
    </Button>
  )
}
