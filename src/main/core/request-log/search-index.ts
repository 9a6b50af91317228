// The index of words lags behind the log, so that no exchange waits for it; whoever searches catches up first.

import type { Store } from '../db/store.ts'

export interface SearchIndex {
  /** Exchanges were written; they are indexed once there has been quiet for a moment. */
  added(): void
  /** Indexes what is not yet. */
  catchUp(): void
}

const quietMs = 300
// Bodies can be long; a few at a time keep other calls waiting for milliseconds only.
const inBackground = 8
const atOnce = 200

export function createSearchIndex(store: Store): SearchIndex {
  let timer: NodeJS.Timeout | undefined

  const indexed = (limit: number): number =>
    store.run(
      `insert into request_log_text (rowid, text) select seq, text from request_log_words
       where seq > (select coalesce(max(id), 0) from request_log_text_docsize) order by seq limit ?`,
      limit,
    ).changes

  const wait = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(goOn, ms).unref()
  }

  const goOn = () => {
    try {
      if (indexed(inBackground) === inBackground) wait(0)
    } catch {
      // Nobody waits for this. The store is closed, or the next search meets the same failure and tells it.
    }
  }

  return {
    added: () => wait(quietMs),
    catchUp() {
      while (indexed(atOnce) === atOnce);
    },
  }
}
