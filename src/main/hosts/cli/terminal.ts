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
  return { stdin, stdout, stderr, env, signal: cancelled.signal }
}
