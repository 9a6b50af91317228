/** Work that nobody waits for, done in steps once there has been quiet for a moment. */
export interface BackgroundWork {
  /** There is something to do; the quiet begins anew. */
  due(): void
}

const quietMs = 300

/** `step` does a little, a few milliseconds of it, and tells whether there is more. */
export function inBackground(step: () => boolean): BackgroundWork {
  let timer: NodeJS.Timeout | undefined

  const wait = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(goOn, ms).unref()
  }

  const goOn = () => {
    try {
      if (step()) wait(0)
    } catch {
      // The store is closed, or whoever needs what this would have made meets the same failure and tells it.
    }
  }

  return { due: () => wait(quietMs) }
}
