// The few pages of long lists that are near the screen; the others stay in the store of the core.

import type { RequestLogEntry } from '../../../shared/model/request-log.ts'

export const pageSize = 200
const keptPages = 12

export interface WindowOptions {
  /** Exchanges of a list, from an offset on, oldest first. */
  read: (list: string, offset: number) => Promise<RequestLogEntry[]>
  onChange: () => void
}

export interface Wanted {
  list: string
  index: number
}

interface Page {
  list: string
  offset: number
  entries: RequestLogEntry[]
  /** What it was read for; older ones are shown until they are read again. */
  edition: number
  reading: number
  wantedAt: number
}

export interface LogWindow {
  get(list: string, index: number): RequestLogEntry | undefined
  /** Among what is kept. */
  find(id: string): (Wanted & { entry: RequestLogEntry }) | undefined
  /** Reads what is wanted and not there, and lets go of what has not been wanted for longest. */
  want(places: Wanted[]): void
  /** New exchanges are there: pages are read again when next wanted. */
  renew(): void
}

const keyOf = (list: string, index: number) => `${list} ${Math.floor(index / pageSize)}`

export const createWindow = ({ read, onChange }: WindowOptions): LogWindow => {
  const pages = new Map<string, Page>()
  let edition = 1
  let clock = 0

  const fill = async (page: Page): Promise<void> => {
    const asked = edition
    page.reading = asked
    try {
      const entries = await read(page.list, page.offset)
      // A later reading of the page has been asked for, and may have been answered already.
      if (page.reading !== asked) return
      Object.assign(page, { entries, edition: asked, reading: 0 })
      onChange()
    } catch {
      // Left as it was: it is read again when next wanted. The list's own reading tells of a core that fails.
      if (page.reading === asked) page.reading = 0
    }
  }

  const evict = () => {
    if (pages.size <= keptPages) return
    const longestUnused = [...pages].toSorted(([, a], [, b]) => a.wantedAt - b.wantedAt)
    for (const [key] of longestUnused.slice(0, pages.size - keptPages)) pages.delete(key)
  }

  return {
    get: (list, index) => pages.get(keyOf(list, index))?.entries[index % pageSize],

    find(id) {
      for (const { list, offset, entries } of pages.values()) {
        const at = entries.findIndex((entry) => entry.id === id)
        const entry = entries[at]
        if (entry) return { list, index: offset + at, entry }
      }
      return undefined
    },

    want(places) {
      clock += 1
      for (const { list, index } of places) {
        const key = keyOf(list, index)
        const known = pages.get(key)
        if (known?.wantedAt === clock) continue
        const page = known ?? { list, offset: index - (index % pageSize), entries: [], edition: 0, reading: 0, wantedAt: clock }
        page.wantedAt = clock
        if (!known) pages.set(key, page)
        if (page.edition < edition && page.reading < edition) void fill(page)
      }
      evict()
    },

    renew() {
      edition += 1
    },
  }
}
