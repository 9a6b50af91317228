// Tells a person what happens while it happens, and takes what they paste.

import { createInterface } from 'node:readline'
import type { AppEvent } from '../../../shared/events.ts'
import type { RequestLogEntry } from '../../../shared/model/request-log.ts'
import type { App } from '../../core/app.ts'
import type { Terminal } from '../cli/terminal.ts'
import { errorReport, exchangesReport, stepHeading, stepReport } from './report.ts'

/** Takes pasted redirects until one completes the authorisation. */
const takePastedRedirects = (app: App, authContextId: string, { stdin, stderr }: Terminal): (() => void) => {
  const lines = createInterface({ input: stdin })
  lines.on('line', async (line) => {
    if (!line.trim()) return
    const reply = await app.dispatch('accountAccessConsent.completeAuthorisation', { authContextId, redirect: line.trim() })
    if (reply.ok) lines.close()
    else stderr.write(`${errorReport(reply.error)}\n`)
  })
  return () => lines.close()
}

/** With `json`, standard output is left to the document; a person still sees where to go. Returns what ends it. */
export const narrate = (app: App, { json }: { json: boolean }, terminal: Terminal): (() => Promise<void>) => {
  const say = (text: string) => (json ? terminal.stderr : terminal.stdout).write(text)
  /** Exchanges of the step that runs. */
  let current: string[] = []
  let endPaste = () => {}

  const entries = async (ids: string[]): Promise<RequestLogEntry[]> => {
    const replies = await Promise.all(ids.map((id) => app.dispatch('requestLog.get', { id })))
    return replies.flatMap((reply) => (reply.ok ? [reply.value] : []))
  }

  const show = async (event: AppEvent): Promise<void> => {
    if (event.type === 'exchange') current.push(event.requestLogId)
    if (event.type === 'walkthrough.awaitingCustomer') {
      say(`\n       Open this address and approve:\n\n${event.authorisationUrl}\n\n`)
      const listens = event.capture === 'loopback'
      say(
        listens
          ? '       Waiting for the redirect; it can be pasted here as well.\n'
          : '       Paste the address that the browser ends at:\n',
      )
      endPaste = takePastedRedirects(app, event.authContextId, terminal)
    }
    if (event.type === 'walkthrough.stepStarted' && !json) say(stepHeading(event.step))
    if (event.type === 'walkthrough.stepFinished') {
      current = []
      if (!json) say(stepReport(event.step, await entries(event.step.requestLogIds)))
    }
  }

  // Events are shown in their order, although some need to look something up first.
  let shown = Promise.resolve()
  const unsubscribe = app.subscribe((event) => {
    shown = shown.then(() => show(event))
  })
  return async () => {
    unsubscribe()
    endPaste()
    await shown
    // What is left belongs to a step that failed.
    if (!json) say(exchangesReport(await entries(current)))
  }
}
