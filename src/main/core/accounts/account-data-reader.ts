// Reads pages of account information from a bank with the token of one consent.

import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ApiVersion, ConformanceWarning } from '../../../shared/model/common.ts'
import { bankErrorFrom } from '../bank/bank-error.ts'
import type { BankClient, BankResponse } from '../bank/client.ts'
import { financialIdOf, resourceHeaders } from '../bank/resource-request.ts'
import type { BankSession } from '../bank/session.ts'
import type { CallContext } from '../context.ts'
import { linksPolicy, readLinks, readTrailingLinks } from './links.ts'
import { readWithTexts } from './row-texts.ts'

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

export interface ReadOptions {
  url: string
  /** Kept with each exchange in the request log. */
  step: string
  /** The thing that failed, first in an error's message. */
  what: string
  signal: AbortSignal
}

/** What is known of a page beside its body. */
export interface PageFacts {
  requestLogId: string
  isFirst: boolean
  /** Of the rows, where they were asked for and can be told. */
  texts: readonly string[] | null
  /** Of its links. */
  warnings: ConformanceWarning[]
}

export interface PageOptions<T> extends ReadOptions {
  /** The list whose rows' own texts are wanted. */
  textsOf?: string
  /** What has to be known before a body is read. */
  prepare?: ((body: unknown) => Promise<void>) | undefined
  /** Reads one parsed body. */
  read: (body: unknown, page: PageFacts) => T[]
  /** Stores what was read; runs while the bank prepares the next page. */
  keep: (rows: T[], page: PageFacts) => void
  /** After the last page; `complete` is false where the bank names another one that is refused. */
  done?: (complete: boolean) => void
}

export interface AccountDataReader {
  apiVersion: ApiVersion
  baseUrl: string
  profile: BankProfile
  /** One answer that is not JSON. BANK_ERROR_RESPONSE, BANK_INVALID_RESPONSE. */
  readFile(options: ReadOptions): Promise<BankResponse>
  /**
   * Follows Links.Next to the last page. BANK_ERROR_RESPONSE, BANK_INVALID_RESPONSE; pages kept before stay kept, and so does the one
   * whose Links.Next is refused.
   */
  readPages<T>(options: PageOptions<T>): Promise<void>
}

// undici lets the event loop turn twice before it writes to a connection that was used before.
const turnsUntilWritten = 2

// OB Read/Write, statements: the form of a file is the bank's choice.
const anyFile = 'application/pdf, */*;q=0.8'

/** Opens the consent's data at its bank; one reader serves one call of the contract. */
export async function openReader(
  bank: BankClient,
  consents: ConsentAccess,
  consentId: string,
  call: CallContext,
): Promise<AccountDataReader> {
  const opened = await consents.dataSession(consentId, call)
  let current = Promise.resolve(opened)

  const send = ({ session, accessToken, apiVersion }: DataSession, { url, step, signal }: ReadOptions, accept: string) => {
    const financialId = financialIdOf(session.profile, apiVersion)
    return bank.send(
      session.target,
      session.identity,
      { method: 'GET', url, headers: resourceHeaders({ financialId }, accessToken, { hasBody: false, accept }) },
      { step, runId: call.runId, bankRegistrationId: session.bankRegistrationId, signal },
    )
  }

  const get = async (options: ReadOptions, accept = 'application/json'): Promise<BankResponse> => {
    const used = current
    const before = await used
    let response = await send(before, options, accept)
    if (response.status === 401) {
      // Several requests may be refused at once; the token is refreshed once for all of them.
      if (current === used) current = renew(before)
      const after = await current
      if (after !== before) response = await send(after, options, accept)
    }
    if (response.status !== 200) throw bankErrorFrom(response, options.what)
    return response
  }

  const renew = async (refused: DataSession): Promise<DataSession> =>
    (await consents.tokenRefused(consentId, call)) ? consents.dataSession(consentId, call) : refused

  const readPages = async <T>(options: PageOptions<T>): Promise<void> => {
    const visited = new Set([options.url])
    const policy = linksPolicy(opened.session.profile, opened.baseUrl)
    let asked = options.url
    let page: Promise<BankResponse> | null = get(options)
    let refused: AppError | null = null
    while (page) {
      const response: BankResponse = await page
      // Where the links stand at the end, the next page is asked for before the rows of this one are parsed.
      const links = readTrailingLinks(response.body)
      const parsed = links === null ? response.json() : undefined
      const { next, warnings, refusal } = linked(response, () => readLinks(links ?? parsed, { asked, visited, policy }))
      if (refusal) refusal.details.requestLogId = response.requestLogId
      refused = refusal
      const isFirst = asked === options.url
      page = null
      if (next !== null) {
        visited.add(next)
        asked = next
        page = get({ ...options, url: next })
        // A failure is met when the page is awaited, not while this one is being stored.
        page.catch(() => {})
        // Parsing and storing hold the event loop, so the request has to be on its way before.
        for (let turn = 0; turn < turnsUntilWritten; turn += 1) await setImmediate()
      }
      const withTexts = parsed === undefined && options.textsOf ? readWithTexts(response.text(), options.textsOf) : null
      const body = parsed ?? withTexts?.body ?? response.json()
      const facts = { requestLogId: response.requestLogId, isFirst, warnings, texts: withTexts?.texts ?? null }
      if (options.prepare) await options.prepare(body)
      options.keep(
        linked(response, () => options.read(body, facts)),
        facts,
      )
    }
    options.done?.(refused === null)
    if (refused) throw refused
  }

  const { apiVersion, baseUrl, session } = opened
  return { apiVersion, baseUrl, profile: session.profile, readPages, readFile: (options) => get(options, anyFile) }
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
