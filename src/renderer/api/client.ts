import type { Input, Method, Output } from '../../shared/api.ts'
import type { Bridge } from '../../shared/bridge.ts'
import type { AppErrorData, Reply } from '../../shared/errors.ts'
import { createHttpBridge } from './http-bridge.ts'

/** What a failed call throws inside the renderer; the core's error is in `data`. */
export class CallFailed extends Error {
  override name = 'CallFailed'
  data: AppErrorData

  constructor(data: AppErrorData) {
    super(data.message)
    this.data = data
  }
}

let bridge: Bridge | undefined

/** Electron's preload has put the bridge in place; in a browser it is made here, once. */
export const connect = async (): Promise<Bridge> => {
  bridge = globalThis.tppWorkbench ?? (await createHttpBridge())
  return bridge
}

export const host = (): Bridge => {
  if (!bridge) throw new Error('The bridge is used before connect()')
  return bridge
}

/** The reply as data. */
export const call = <M extends Method>(method: M, input: Input<M>): Promise<Reply<Output<M>>> => host().call(method, input)

/** The value; throws CallFailed. */
export const get = async <M extends Method>(method: M, input: Input<M>): Promise<Output<M>> => {
  const reply = await call(method, input)
  if (!reply.ok) throw new CallFailed(reply.error)
  return reply.value
}
