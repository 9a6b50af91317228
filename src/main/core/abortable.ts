import { AppError } from '../../shared/errors.ts'

/** The same promise, given up with CANCELLED when the signal says so; what it waits for goes on. */
export const abortable = <T>(promise: Promise<T>, signal: AbortSignal | undefined, message: string): Promise<T> => {
  if (!signal) return promise
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(new AppError('CANCELLED', message))
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort))
}
