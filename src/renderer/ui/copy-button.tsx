import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { text } from '../text/en.ts'
import { announce } from './announcer.tsx'
import { IconButton } from './button.tsx'

/** Copies a value and says so for a moment. */
export const CopyButton = ({ value, label }: { value: string; label: string }) => {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    announce(`${label}: ${text.actions.copied}`)
  }
  return (
    <IconButton label={copied ? text.actions.copied : `${text.actions.copy}: ${label}`} onPress={copy}>
      {copied ? <Check size={14} /> : <Copy size={14} />}
    </IconButton>
  )
}
