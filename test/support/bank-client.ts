import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type BankClient, type BankClientOptions, createBankClient } from '../../src/main/core/bank/client.ts'
import { systemClock } from '../../src/main/core/clock.ts'
import { openRequestLog } from './request-log.ts'
import { createTestCa, type TestCa } from './tls-identities.ts'
import { startHttpsServer, startTlsServer } from './tls-server.ts'

interface Closable {
  close(): Promise<void>
}

/** CAs and a server certificate for one test file, and servers and clients that end with each test. */
export function bankClientBench() {
  const { requestLog } = openRequestLog()
  const opened: Closable[] = []
  let authorities: { bankCa: TestCa; tppCa: TestCa; server: ReturnType<TestCa['issue']> } | undefined
  beforeAll(() => {
    const bankCa = createTestCa('Bank CA')
    authorities = { bankCa, tppCa: createTestCa('TPP CA'), server: bankCa.issue('bank') }
  })
  afterAll(() => {
    authorities?.bankCa.remove()
    authorities?.tppCa.remove()
  })
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close()
  })
  const keep = <T extends Closable>(closable: T): T => {
    opened.push(closable)
    return closable
  }
  const pki = () => {
    if (!authorities) throw new Error('Only within a test')
    return authorities
  }
  const bankProfileId = randomUUID()
  return {
    requestLog,
    pki,
    keep,
    /** Trusts the bank's CA. */
    target: () => ({ bankProfileId, caCertificates: [pki().bankCa.certificate] }),
    client: (options: Partial<BankClientOptions> = {}): BankClient =>
      keep(createBankClient({ requestLog, clock: systemClock, ...options })),
    https: async (handle: Parameters<typeof startHttpsServer>[1], options?: Parameters<typeof startHttpsServer>[2]) =>
      keep(await startHttpsServer(pki().server, handle, options)),
    tls: async (handle: Parameters<typeof startTlsServer>[1], options?: Parameters<typeof startTlsServer>[2]) =>
      keep(await startTlsServer(pki().server, handle, options)),
  }
}
