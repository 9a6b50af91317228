// The walkthrough can take as long as a customer takes; a person who looks elsewhere meanwhile is told.

import { type BrowserWindow, Notification } from 'electron'
import type { WalkthroughStatus } from '../../../shared/model/walkthrough.ts'
import type { App } from '../../core/app.ts'
import { focusWindow } from './window.ts'

interface Notice {
  title: string
  body: string
}

const noticeOf = ({ state, steps, result }: WalkthroughStatus): Notice | null => {
  if (state === 'awaitingCustomer')
    return { title: 'The customer is at the bank', body: 'The walkthrough goes on when the bank sends the browser back.' }
  if (state === 'failed') {
    const failed = steps.find((step) => step.state === 'failed')
    return { title: 'The walkthrough stopped', body: failed ? `Step: ${failed.title}` : 'A step failed.' }
  }
  if (state !== 'finished' || !result) return null
  const { accounts, transactions } = result.totals
  return { title: 'The walkthrough has finished', body: `Accounts: ${accounts}, transactions: ${transactions}` }
}

/** Only while the window has no focus, and once for each state that a run reaches. */
export const notifyOfWalkthrough = ({ dispatch, subscribe }: Pick<App, 'dispatch' | 'subscribe'>, window: BrowserWindow): void => {
  if (!Notification.isSupported()) return
  let last = ''

  const tell = ({ title, body }: Notice) => {
    const notification = new Notification({ title, body })
    notification.on('click', () => focusWindow(window))
    notification.show()
  }

  const look = async () => {
    const reply = await dispatch('walkthrough.status', {})
    if (!reply.ok || window.isDestroyed()) return
    const { runId, state } = reply.value
    const reached = `${runId} ${state}`
    if (reached === last) return
    last = reached
    const notice = noticeOf(reply.value)
    if (notice && !window.isFocused()) tell(notice)
  }

  const end = subscribe((event) => {
    if (event.type === 'changed' && event.aggregate === 'walkthrough') void look()
  })
  window.once('closed', end)
}
