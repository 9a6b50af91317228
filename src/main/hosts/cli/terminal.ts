import { AppError } from '../../../shared/errors.ts'

export interface Terminal {
  stdin: NodeJS.ReadableStream
  stdout: { write(text: string): unknown }
  stderr: { write(text: string): unknown }
  env: NodeJS.ProcessEnv
  /** Aborted by Ctrl+C. */
  signal: AbortSignal
}

/** This process's own; the first Ctrl+C cancels, a second one kills. */
export const processTerminal = (): Terminal => {
  const cancelled = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => cancelled.abort())
  const { stdin, stdout, stderr, env } = process
  // A reader that has seen enough, such as `head`, is no failure.
  for (const stream of [stdout, stderr]) stream.on('error', (error: NodeJS.ErrnoException) => endUnless(error.code === 'EPIPE', error))
  return { stdin, stdout, stderr, env, signal: cancelled.signal }
}

const endUnless = (expected: boolean, error: Error): void => {
  if (!expected) throw error
}

/** The folder of a kept workspace; null for an ephemeral one. INVALID_INPUT for an empty option, which a script's unset variable gives. */
export const chooseDataDir = (option: string | undefined, env: NodeJS.ProcessEnv): string | null => {
  if (option === '')
    throw new AppError('INVALID_INPUT', '--data-dir is empty', { field: 'data-dir', remedy: 'Name a folder, or leave the option out.' })
  return option ?? (env.TPP_WORKBENCH_DATA_DIR || null)
}

/** What `parseArgs` complains about, as INVALID_INPUT naming the option where it does. */
export const argumentError = (error: unknown, remedy: string): AppError => {
  const message = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error)
  const field = /'(?:-\w, )?--([\w-]+)/.exec(message)?.[1]
  return new AppError('INVALID_INPUT', message, { remedy, ...(field && { field }) }, error)
}

export const asAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('INTERNAL', error instanceof Error ? error.message : String(error), {}, error)
