// In the live environment every write asks first.

import { lazy, Suspense } from 'react'
import { create } from 'zustand'
import type { Input, Method, Output } from '../../shared/api.ts'
import type { Reply } from '../../shared/errors.ts'
import { call, get } from '../api/client.ts'
import { type Environment, usePreferences } from '../preferences.ts'

interface Question {
  /** What is about to be done, as a sentence without its full stop. */
  what: string
  answer: (goOn: boolean) => void
}

const useQuestion = create<{ question: Question | null }>(() => ({ question: null }))

/** Asks before something is changed at a live bank; a second question refuses the first. */
export const confirmLive = (what: string): Promise<boolean> =>
  new Promise((resolve) => {
    useQuestion.getState().question?.answer(false)
    const answer = (goOn: boolean) => {
      useQuestion.setState({ question: null })
      resolve(goOn)
    }
    useQuestion.setState({ question: { what, answer } })
  })

const reachesLive = async (environment: Environment): Promise<boolean> =>
  environment === 'live' || (environment === 'all' && (await get('bankProfile.list', {})).items.some((bank) => bank.environment === 'live'))

export interface WriteOptions<M extends Method> {
  method: M
  input: Input<M>
  /** What is about to be done, as a sentence without its full stop. */
  what: string
  /** Of the bank concerned; the chosen one when it is not known. */
  environment?: Environment
}

/** Calls a method that changes something at a bank; answers CANCELLED when the person does not want it at a live one. */
export const write = async <M extends Method>({ method, input, what, environment }: WriteOptions<M>): Promise<Reply<Output<M>>> => {
  const goOn = !(await reachesLive(environment ?? usePreferences.getState().environment)) || (await confirmLive(what))
  return goOn ? call(method, input) : { ok: false, error: { code: 'CANCELLED', message: `${what}: not done` } }
}

const ConfirmLiveDialog = lazy(async () => ({ default: (await import('./confirm-live-dialog.tsx')).ConfirmLiveDialog }))

export const ConfirmLive = () => {
  const { question } = useQuestion()
  if (!question) return null
  return (
    <Suspense fallback={null}>
      <ConfirmLiveDialog {...question} />
    </Suspense>
  )
}
