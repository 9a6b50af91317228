// The redirect reaches us through the customer's browser, past the bank client; it has an entry of its own in the request log.

import { redirectStep } from '../../../shared/browser-exchanges.ts'
import { AppError, type Verdict } from '../../../shared/errors.ts'
import type { BankSession, ExchangeContext } from '../bank/session.ts'
import type { Clock } from '../clock.ts'
import type { RequestLog } from '../request-log/request-log.ts'
import { redirectAddress } from './redirect-parameters.ts'

export interface RecordRedirectInput {
  requestLog: Pick<RequestLog, 'record' | 'attachVerdicts' | 'attachAnswerVerdicts'>
  clock: Clock
  session: Pick<BankSession, 'bankRegistrationId' | 'target'>
  redirectUri: string
  redirect: string
  exchange: Pick<ExchangeContext, 'runId'>
}

/** Notes the verdicts on the redirect itself, or on a JWT of it by the name of its parameter. */
export type Judged = (what: 'redirect' | 'response' | 'id_token', verdicts: Verdict[]) => void

type Noted = Map<Parameters<Judged>[0], Verdict[]>

/** Writes a redirect to the log once it has been judged, with all verdicts; an error of `judge` names the entry, and the entry the error. */
export const recordRedirect = async <T>(input: RecordRedirectInput, judge: (judged: Judged) => Promise<T>): Promise<T> => {
  const started = input.clock.now()
  const verdicts: Noted = new Map()
  try {
    const result = await judge((what, list) => verdicts.set(what, list))
    write(input, started, verdicts, null)
    return result
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'DATABASE_FAILED') throw error
    const requestLogId = write(input, started, verdicts, error)
    error.details = { requestLogId, ...error.details }
    throw error
  }
}

const write = (
  { requestLog, session, redirect, redirectUri, exchange }: RecordRedirectInput,
  started: Date,
  verdicts: Noted,
  error: AppError | null,
): string => {
  const id = requestLog.record({
    started,
    runId: exchange.runId ?? null,
    step: redirectStep,
    bankProfileId: session.target.bankProfileId,
    bankRegistrationId: session.bankRegistrationId,
    method: 'GET',
    url: redirectAddress(redirect, redirectUri),
    // What the browser and the bank said to each other is no part of this entry.
    request: { head: null, headers: [], body: null },
    response: null,
    tls: null,
    timing: { connect: null, wait: null, download: null, total: 0 },
    error: error && { code: error.code, message: error.message },
  })
  for (const [what, list] of verdicts) {
    if (what === 'redirect') requestLog.attachAnswerVerdicts(id, list)
    else requestLog.attachVerdicts(id, what, list)
  }
  return id
}
