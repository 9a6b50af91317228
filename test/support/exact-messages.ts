// What a workspace has sent and received, byte for byte, read from the sealed part of its request log.

import { systemClock } from '../../src/main/core/clock.ts'
import { createRequestLog } from '../../src/main/core/request-log/request-log.ts'
import { openWorkspace } from '../../src/main/core/workspace/open-workspace.ts'

export interface ExactExchange {
  step: string
  method: string
  url: URL
  status: number
  request: string
  response: string
}

const bodyOf = (message: Buffer): string => message.subarray(message.indexOf('\r\n\r\n') + 4).toString('utf8')

/** Every exchange of a kept workspace that is not open, in order. */
export const exactExchanges = async (dataDir: string, env: NodeJS.ProcessEnv): Promise<ExactExchange[]> => {
  const workspace = await openWorkspace({ dataDir, clock: systemClock, env: { ...env } })
  const { store, secrets } = workspace
  const log = createRequestLog({ store, secrets, clock: systemClock })
  const rows = store.all<{ id: string; step: string; method: string; status: number }>(
    'select id, step, method, status from request_log where raw_bytes > 0 order by seq',
  )
  const exchanges = rows.map(({ id, step, method, status }) => {
    const { request, response } = log.raw(id)
    if (!request || !response) throw new Error(`Exchange ${id} is not whole`)
    const [, target = ''] = /^\S+ (\S+)/.exec(request.toString('latin1')) ?? []
    const [, host = ''] = /\r\nhost: (\S+)/i.exec(request.toString('latin1')) ?? []
    return {
      step,
      method,
      status,
      url: new URL(target, `https://${host}`),
      request: bodyOf(request),
      response: bodyOf(response),
    }
  })
  workspace.close()
  return exchanges
}
