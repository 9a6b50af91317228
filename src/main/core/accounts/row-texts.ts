// Reads a page row by row, so that each row's own text is at hand and need not be written anew.

import { isObject } from './answer-fields.ts'

export interface PageWithTexts {
  body: unknown
  /** The text of each row of the list. */
  texts: string[]
}

/**
 * The body, with the texts of the rows of `Data.<list>`; null where it is not written as most are: no white space between rows, and
 * each beginning with the same member. What is around the rows and each row are parsed by themselves, so that together they are the
 * body and nothing else is.
 */
export function readWithTexts(body: string, list: string): PageWithTexts | null {
  const opening = `"${list}":[`
  const start = body.indexOf(opening) + opening.length
  const end = body.lastIndexOf('}]') + 1
  const nameEnd = body.indexOf('":', start)
  if (start < opening.length || end <= start || nameEnd < 0) return null
  const between = `},${body.slice(start, nameEnd + 2)}`
  try {
    const around: unknown = JSON.parse(body.slice(0, start) + body.slice(end))
    const data = isObject(around) && isObject(around.Data) ? around.Data : {}
    const place = data[list]
    if (!Array.isArray(place) || place.length > 0) return null
    const texts: string[] = []
    for (let from = start; from < end; ) {
      const next = body.indexOf(between, from)
      const to = next < 0 || next >= end ? end : next + 1
      const text = body.slice(from, to)
      place.push(JSON.parse(text))
      texts.push(text)
      from = to + 1
    }
    return { body: around, texts }
  } catch {
    return null
  }
}
