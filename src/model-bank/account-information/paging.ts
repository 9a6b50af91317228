// Pages of a long list. A caller follows Links.Next as it is; what it holds is the bank's business.
import { problem, Rejection } from './problems.ts'

/** Entries of a page; the standard asks for 25 to 1,000 (OB R/W profile, Pagination). */
export const pageSize = 100

const token = (page: number) => Buffer.from(`page:${page}`).toString('base64url')

/** The page that a `page` parameter asks for, counted from 1; throws a 400 Rejection for one the bank did not give out. */
export const readPageToken = (text: string | undefined, pages: number): number => {
  if (text === undefined) return 1
  const page = Number(/^page:([1-9]\d{0,5})$/.exec(Buffer.from(text, 'base64url').toString())?.[1])
  if (!(page <= pages) || token(page) !== text)
    throw new Rejection(400, [problem('Field.Invalid', 'page is not a page of this list', 'page')])
  return page
}

export interface Links {
  Self: string
  First?: string
  Prev?: string
  Next?: string
  Last?: string
}

/** Links of one page. Filters are written into every one, so that they survive paging. `url` is absolute and has no query. */
export const pageLinks = (url: string, filters: Record<string, string>, page: number, pages: number): Links => {
  const link = (target: number) => {
    const query = new URLSearchParams({ ...filters, ...(target === 1 ? {} : { page: token(target) }) }).toString()
    return query === '' ? url : `${url}?${query}`
  }
  return {
    Self: link(page),
    First: link(1),
    ...(page > 1 ? { Prev: link(page - 1) } : {}),
    ...(page < pages ? { Next: link(page + 1) } : {}),
    Last: link(pages),
  }
}
