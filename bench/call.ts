import type { App } from '../src/main/core/app.ts'
import type { Input, Method, Output } from '../src/shared/api.ts'

/** Calls the contract's methods and throws what they refuse. */
export const callOf =
  (app: App) =>
  async <M extends Method>(method: M, input: Input<M>): Promise<Output<M>> => {
    const reply = await app.dispatch(method, input)
    if (!reply.ok) throw new Error(`${method}: ${reply.error.message}`)
    return reply.value
  }
