// The few pages of long lists that are near the screen; the others stay in the store of the core.

export const pageSize = 200
const keptPages = 12

export interface RowWindowOptions<Row> {
  /** Rows of a list, from an offset on. */
  read: (list: string, offset: number) => Promise<Row[]>
  onChange: () => void
}

export interface Wanted {
  list: string
  index: number
}

interface Page<Row> {
  list: string
  offset: number
  rows: Row[]
  /** What it was read for; older ones are shown until they are read again. */
  edition: number
  reading: number
  wantedAt: number
}

export interface RowWindow<Row> {
  get(list: string, index: number): Row | undefined
  /** Among what is kept. */
  find(matches: (row: Row) => boolean): (Wanted & { row: Row }) | undefined
  /** Reads what is wanted and not there, and lets go of what has not been wanted for longest. */
  want(places: Wanted[]): void
  /** The lists have changed: pages are read again when next wanted. */
  renew(): void
}

const keyOf = (list: string, index: number) => `${list} ${Math.floor(index / pageSize)}`

export const createRowWindow = <Row>({ read, onChange }: RowWindowOptions<Row>): RowWindow<Row> => {
  const pages = new Map<string, Page<Row>>()
  let edition = 1
  let clock = 0

  const fill = async (page: Page<Row>): Promise<void> => {
    const asked = edition
    page.reading = asked
    try {
      const rows = await read(page.list, page.offset)
      // A later reading of the page has been asked for, and may have been answered already.
      if (page.reading !== asked) return
      Object.assign(page, { rows, edition: asked, reading: 0 })
      onChange()
    } catch {
      // Left as it was: it is read again when next wanted. Whoever reads tells of a core that fails.
      if (page.reading === asked) page.reading = 0
    }
  }

  const evict = () => {
    if (pages.size <= keptPages) return
    const longestUnused = [...pages].toSorted(([, a], [, b]) => a.wantedAt - b.wantedAt)
    for (const [key] of longestUnused.slice(0, pages.size - keptPages)) pages.delete(key)
  }

  return {
    get: (list, index) => pages.get(keyOf(list, index))?.rows[index % pageSize],

    find(matches) {
      for (const { list, offset, rows } of pages.values()) {
        const at = rows.findIndex(matches)
        const row = rows[at]
        if (row !== undefined) return { list, index: offset + at, row }
      }
      return undefined
    },

    want(places) {
      clock += 1
      for (const { list, index } of places) {
        const key = keyOf(list, index)
        const known = pages.get(key)
        if (known?.wantedAt === clock) continue
        const page = known ?? { list, offset: index - (index % pageSize), rows: [], edition: 0, reading: 0, wantedAt: clock }
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
