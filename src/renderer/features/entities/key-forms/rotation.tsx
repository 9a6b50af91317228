// Sealing every value anew. The core does it in one call; how far it is can be seen from what the older keys still seal.

import { useEffect } from 'react'
import { create } from 'zustand'
import type { AppErrorData } from '../../../../shared/errors.ts'
import { call } from '../../../api/client.ts'
import { refresh, useQuery } from '../../../api/query.ts'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import styles from './rotation.module.css'

const t = entityText.key
const pollMs = 250

interface Rotation {
  running: boolean
  /** How many values there were to seal. */
  total: number
  error: AppErrorData | null
}

/** Goes on while other screens are looked at. */
export const useRotation = create<Rotation>(() => ({ running: false, total: 0, error: null }))

export const rotate = async (total: number): Promise<void> => {
  useRotation.setState({ running: true, total, error: null })
  announce(t.rotating)
  const reply = await call('encryptionKeyDescription.rotate', {})
  // Who has cancelled it sees by the older keys what is left to do.
  const cancelled = !reply.ok && reply.error.code === 'CANCELLED'
  useRotation.setState({ running: false, error: reply.ok || cancelled ? null : reply.error })
  announce(reply.ok ? t.rotated(reply.value.resealed) : reply.error.message)
}

export const RotationProgress = () => {
  const { running, total, error } = useRotation()
  const { value } = useQuery('encryptionKeyDescription.list', {})
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => refresh('encryptionKeyDescription.'), pollMs)
    return () => clearInterval(timer)
  }, [running])
  if (error) return <ErrorNotice error={error} />
  if (!running) return null
  const left = (value?.items ?? []).filter(({ current }) => !current).reduce((sum, { sealedValues }) => sum + sealedValues, 0)
  const done = Math.max(0, total - left)
  return (
    <div className={styles.rotation}>
      <progress aria-label={t.rotating} value={done} max={total} />
      <span className="muted">{t.progress(done, total)}</span>
      <Button onPress={() => void call('encryptionKeyDescription.cancelRotate', {})}>{text.actions.cancel}</Button>
    </div>
  )
}
