import { randomUUID } from 'node:crypto'
import { type Clock, systemClock } from '../../src/main/core/clock.ts'
import { openStore } from '../../src/main/core/db/store.ts'
import type { RecordedExchange } from '../../src/main/core/request-log/recorded-exchange.ts'
import { createRequestLog } from '../../src/main/core/request-log/request-log.ts'
import { createEncryptionKeys } from '../../src/main/core/secrets/encryption-keys.ts'
import { KeyRing } from '../../src/main/core/secrets/key-ring.ts'
import { createKeySources } from '../../src/main/core/secrets/key-sources.ts'
import { createSecrets } from '../../src/main/core/secrets/secrets.ts'
import { noKeychain } from './workspace-fixtures.ts'

/** A request log over a real store, in memory unless a file is given, whose key lives as long as the process. */
export function openRequestLog({ file = ':memory:', clock = systemClock }: { file?: string; clock?: Clock } = {}) {
  const store = openStore({ file })
  const ring = new KeyRing()
  const secrets = createSecrets({ store, ring })
  const sources = createKeySources({ env: {}, loadKeychain: noKeychain, passphrase: null })
  createEncryptionKeys({ store, ring, secrets, sources, clock, emit: () => undefined }).createEphemeral()
  const announced: { id: string; runId: string | null }[] = []
  const requestLog = createRequestLog({ store, secrets, clock, onExchange: (id, runId) => announced.push({ id, runId }) })
  return { store, secrets, requestLog, announced }
}

type Part<T> = T extends object ? { [Key in keyof T]?: T[Key] } : T

/** A GET that was answered with 200, in which parts are replaced. */
export function exchangeOf(
  change: Omit<Partial<RecordedExchange>, 'request' | 'response'> & {
    request?: Part<RecordedExchange['request']>
    response?: Part<NonNullable<RecordedExchange['response']>> | null
  } = {},
): RecordedExchange {
  const { request, response, ...rest } = change
  return {
    started: new Date('2026-11-20T10:00:00.123Z'),
    runId: null,
    step: 'accounts',
    bankProfileId: randomUUID(),
    bankRegistrationId: null,
    method: 'GET',
    url: 'https://bank.example/aisp/accounts',
    tls: null,
    timing: { connect: null, wait: 3, download: 1, total: 4 },
    error: null,
    ...rest,
    request: headed('GET /aisp/accounts HTTP/1.1', { headers: [['host', 'bank.example']], body: null, ...request }),
    response:
      response === null
        ? null
        : headed('HTTP/1.1 200 OK', { status: 200, statusText: 'OK', headers: [], body: Buffer.from('{}'), ...response }),
  }
}

function headed<T extends { headers: [string, string][] }>(first: string, message: T): T & { head: string } {
  return { head: [first, ...message.headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n'), ...message }
}
