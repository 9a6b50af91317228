// Reads pages of account information from a bank with the token of one consent.

import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../../shared/errors.ts'
import type { ApiVersion } from '../../../shared/model/common.ts'
import { bankErrorFrom } from '../bank/bank-error.ts'
import type { BankClient, BankResponse } from '../bank/client.ts'
import { resourceHeaders } from '../bank/resource-request.ts'
import type { BankSession } from '../bank/session.ts'
import type { CallContext } from '../context.ts'
import { nextLink, readTrailingLinks } from './account-information-exchange.ts'

/** What it takes to read the data of one consent. */
export interface DataSession {
  session: BankSession
  accessToken: string
  apiVersion: ApiVersion
  /** Up to and including /aisp. */
  baseUrl: string
  consentId: string
}

export interface ConsentAccess {
  dataSession(consentId: string, call: CallContext): Promise<DataSession>
  /** After a 401: refreshes the token and tells whether to try once more with a new session. */
  tokenRefused(consentId: string, call: CallContext): Promise<boolean>
}

export interface PageOptions<T> {
  url: string
  /** Kept with each exchange in the request log. */
  step: string
  /** The thing that failed, first in an error's message. */
  what: string
  signal: AbortSignal
  /** Reads one parsed body. */
  read: (body: unknown) => T[]
  /** Stores what was read; runs while the bank prepares the next page. */
  keep: (rows: T[]) => void
}

export interface AccountDataReader {
  apiVersion: ApiVersion
  baseUrl: string
  /** Follows Links.Next to the last page. BANK_ERROR_RESPONSE, BANK_INVALID_RESPONSE; pages kept before stay kept. */
  readPages<T>(options: PageOptions<T>): Promise<void>
}

// undici lets the event loop turn twice before it writes to a connection that was used before.
const turnsUntilWritten = 2

/** Opens the consent's data at its bank; one reader serves one call of the contract. */
export async function openReader(
  bank: BankClient,
  consents: ConsentAccess,
  consentId: string,
  call: CallContext,
): Promise<AccountDataReader> {
  const opened = await consents.dataSession(consentId, call)
  let current = Promise.resolve(opened)

  const send = ({ session, accessToken }: DataSession, url: string, step: string, signal: AbortSignal) =>
    bank.send(
      session.target,
      session.identity,
      { method: 'GET', url, headers: resourceHeaders(session.profile, accessToken, { hasBody: false }) },
      { step, runId: call.runId, bankRegistrationId: session.bankRegistrationId, signal },
    )

  const get = async (url: string, { step, what, signal }: Pick<PageOptions<never>, 'step' | 'what' | 'signal'>): Promise<BankResponse> => {
    const used = current
    const before = await used
    let response = await send(before, url, step, signal)
    if (response.status === 401) {
      // Several requests may be refused at once; the token is refreshed once for all of them.
      if (current === used) current = renew(before)
      const after = await current
      if (after !== before) response = await send(after, url, step, signal)
    }
    if (response.status !== 200) throw bankErrorFrom(response, what)
    return response
  }

  const renew = async (refused: DataSession): Promise<DataSession> =>
    (await consents.tokenRefused(consentId, call)) ? consents.dataSession(consentId, call) : refused

  const readPages = async <T>(options: PageOptions<T>): Promise<void> => {
    const visited = new Set([options.url])
    let page: Promise<BankResponse> | null = get(options.url, options)
    while (page) {
      const response: BankResponse = await page
      // Where the links stand at the end, the next page is asked for before the rows of this one are parsed.
      const links = readTrailingLinks(response.body)
      const parsed = links === null ? response.json() : undefined
      const next = linked(response, () => nextLink(links ?? parsed, visited, opened.baseUrl))
      page = null
      if (next !== null) {
        visited.add(next)
        page = get(next, options)
        // A failure is met when the page is awaited, not while this one is being stored.
        page.catch(() => {})
        // Parsing and storing hold the event loop, so the request has to be on its way before.
        for (let turn = 0; turn < turnsUntilWritten; turn += 1) await setImmediate()
      }
      const body = parsed ?? response.json()
      options.keep(linked(response, () => options.read(body)))
    }
  }

  return { apiVersion: opened.apiVersion, baseUrl: opened.baseUrl, readPages }
}

/** Links an error to the exchange that it was found in. */
function linked<T>(response: BankResponse, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) error.details.requestLogId ??= response.requestLogId
    throw error
  }
}

/** Does the work for every item, `width` at a time. The first failure stops the rest and is thrown once all have ended. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  signal: AbortSignal | undefined,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController()
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  const failures: unknown[] = []
  const queue = items.values()
  const lane = async () => {
    for (const item of queue) {
      if (either.aborted) return
      try {
        await work(item, either)
      } catch (error) {
        failures.push(error)
        stop.abort()
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
  if (signal?.aborted) throw new AppError('CANCELLED', 'Reading from the bank was cancelled')
  if (failures.length > 0) throw failures[0]
}
