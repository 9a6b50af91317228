/** Collects what may wait a moment, so that many small writes become one transaction. */
export interface WriteQueue<Item> {
  /** Written at once with all that waits, unless it may wait. Throws what writing throws. */
  add(item: Item, bytes: number, mayWait: boolean): void
  /** Writes what waits. Throws what writing throws, also for what failed to be written in the background before. */
  flush(): void
}

const longestWaitMs = 25
const mostBytesWaiting = 8 * 1024 * 1024

export function createWriteQueue<Item>(write: (items: Item[]) => void): WriteQueue<Item> {
  let waiting: Item[] = []
  let bytesWaiting = 0
  let timer: NodeJS.Timeout | null = null
  let failed: { error: unknown } | null = null

  const writeAll = () => {
    if (timer) clearTimeout(timer)
    timer = null
    const items = waiting
    waiting = []
    bytesWaiting = 0
    if (items.length > 0) write(items)
  }

  const flush = () => {
    writeAll()
    const earlier = failed
    failed = null
    if (earlier) throw earlier.error
  }

  // Nobody waits for a timer: what it cannot write is told to the next caller.
  const flushInBackground = () => {
    try {
      writeAll()
    } catch (error) {
      failed = { error }
    }
  }

  return {
    flush,
    add(item, bytes, mayWait) {
      waiting.push(item)
      bytesWaiting += bytes
      if (!mayWait || failed || bytesWaiting > mostBytesWaiting) flush()
      else timer ??= setTimeout(flushInBackground, longestWaitMs)
    },
  }
}
