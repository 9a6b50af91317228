/** Collects what may wait until more urgent work is done, such as the request for the next page. */
export interface WriteQueue<Item> {
  /** Written in the background, but at once when much waits; throws then what writing throws. */
  add(item: Item, bytes: number): void
  waiting(): readonly Item[]
  /** Writes what waits. Throws what writing throws, also for what failed to be written in the background before. */
  flush(): void
}

// Short, so that one answer is written down while the bank works on the next.
const waitMs = 1
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
    waiting: () => waiting,
    add(item, bytes) {
      waiting.push(item)
      bytesWaiting += bytes
      if (failed || bytesWaiting > mostBytesWaiting) flush()
      else timer ??= setTimeout(flushInBackground, waitMs)
    },
  }
}
