// The real core over the real model bank, in this process.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { type App, type AppOptions, createApp } from '../../src/main/core/app.ts'
import type { LaunchModelBank } from '../../src/main/core/model-bank/model-bank-service.ts'
import { type ModelBank, startModelBank } from '../../src/model-bank/start.ts'
import type { Input, Method, Output } from '../../src/shared/api.ts'
import type { AppErrorData } from '../../src/shared/errors.ts'
import type { AppEvent } from '../../src/shared/events.ts'

export interface TestApp {
  app: App
  /** The reply's value; an error fails the test with what the core said. */
  call: <M extends Method>(method: M, input: Input<M>) => Promise<Output<M>>
  /** The reply's error; success fails the test. */
  refused: <M extends Method>(method: M, input: Input<M>) => Promise<AppErrorData>
  events: AppEvent[]
  /** The banks launched so far. */
  banks: ModelBank[]
  close(): Promise<void>
}

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tpp-workbench-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export type TestAppOptions = Partial<Omit<AppOptions, 'launchModelBank'>> & {
  /** A bank that runs already, and outlives the app. */
  bank?: ModelBank
}

/** To be closed by the caller. */
export const openTestApp = async ({ bank: running, ...options }: TestAppOptions = {}): Promise<TestApp> => {
  const banks: ModelBank[] = []
  const launchModelBank: LaunchModelBank = async (options) => {
    const bank = running ?? (await startModelBank(options))
    banks.push(bank)
    return {
      addresses: bank.addresses,
      status: async () => bank.status(),
      approveEnrolment: bank.approveEnrolment,
      refuseEnrolment: async (id) => bank.refuseEnrolment(id),
      close: async () => (running ? undefined : bank.close()),
    }
  }
  const app = await createApp({ dataDir: null, env: {}, ...options, launchModelBank })
  const events: AppEvent[] = []
  app.subscribe((event) => events.push(event))
  const test: TestApp = {
    app,
    events,
    banks,
    async call(method, input) {
      const reply = await app.dispatch(method, input)
      if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.error, null, 2)}`)
      return reply.value
    },
    async refused(method, input) {
      const reply = await app.dispatch(method, input)
      if (reply.ok) throw new Error(`${method} succeeded: ${JSON.stringify(reply.value).slice(0, 500)}`)
      return reply.error
    },
    close: app.close,
  }
  return test
}

/** Closed when the test ends. */
export const startTestApp = async (options: TestAppOptions = {}): Promise<TestApp> => {
  const test = await openTestApp(options)
  onTestFinished(() => test.close())
  return test
}

/** One app for all tests of a file, for those that do not depend on what others leave behind. */
export const shareTestApp = (prepare: (test: TestApp) => Promise<void> = async () => {}, options: TestAppOptions = {}): (() => TestApp) => {
  let shared: TestApp | undefined
  beforeAll(async () => {
    shared = await openTestApp(options)
    await prepare(shared)
  })
  afterAll(() => shared?.close())
  return () => {
    if (!shared) throw new Error('Only within a test')
    return shared
  }
}

/** A workspace key as the environment holds it. */
export const workspaceKey = (): NodeJS.ProcessEnv => ({
  TPP_WORKBENCH_KEY: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'),
})
