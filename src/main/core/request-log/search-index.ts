// The index of words lags behind the log, so that no exchange waits for it; whoever searches catches up first.

import { inBackground } from '../db/in-background.ts'
import type { Store } from '../db/store.ts'
import { unpackText } from './packed-text.ts'

export interface SearchIndex {
  /** Exchanges were written; they are indexed once there has been quiet for a moment. */
  added(): void
  /** Indexes what is not yet. */
  catchUp(): void
}

// Bodies can be long; a few at a time keep other calls waiting for milliseconds only.
const inOneStep = 8
const atOnce = 200

interface Words {
  seq: number
  words: string
  body: string | null
  packed: Buffer | null
}

const notIndexed = `
select log.seq, concat_ws(char(10), method, url, step, status, error_code, error_message, request_headers, request_body, response_headers)
    as words, response_body as body, response_body_brotli as packed
  from request_log log join request_log_content content on content.seq = log.seq
  where log.seq > (select coalesce(max(id), 0) from request_log_text_docsize) order by log.seq limit ?`

export function createSearchIndex(store: Store): SearchIndex {
  const indexed = (limit: number): number =>
    store.transaction(() => {
      const found = store.all<Words>(notIndexed, limit)
      for (const { seq, words, body, packed } of found) {
        const text = `${words}\n${unpackText({ text: body, packed }) ?? ''}`
        store.run('insert into request_log_text (rowid, text) values (?, ?)', seq, text)
      }
      return found.length
    })

  const background = inBackground(() => indexed(inOneStep) === inOneStep)

  return {
    added: background.due,
    catchUp() {
      while (indexed(atOnce) === atOnce);
    },
  }
}
