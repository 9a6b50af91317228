// Answers that are lists: of one page, or of many.
import type { Answer, DataCall } from './calls.ts'
import type { Links } from './paging.ts'
import { pageLinks, pageSize, readPageToken } from './paging.ts'
import type { Shape } from './shapes/shape.ts'

const comma = Buffer.from(',')

/** `items` are bytes of JSON already. */
const list = ({ faults }: DataCall, name: string, items: readonly Buffer[], links: Links, meta: object): Answer => ({
  status: 200,
  body: Buffer.concat([
    Buffer.from(`{"Data":{"${name}":[`),
    ...items.flatMap((item, index) => (index === 0 ? [item] : [comma, item])),
    Buffer.from(`]},"Links":${JSON.stringify(links)}${faults.withoutMeta ? '' : `,"Meta":${JSON.stringify(meta)}`}}`),
  ]),
})

/** A record as the call shows it. */
export const written = <T>({ faults, view, version }: DataCall, name: string, shape: Shape<T>, record: T): object =>
  faults.spoil(name, shape(record, view, version))

/** Records of which there are never so many that they need pages. */
export const onePage = <T>(call: DataCall, name: string, shape: Shape<T>, records: readonly T[]): Answer => {
  const items = records.map((record) => Buffer.from(JSON.stringify(written(call, name, shape, record))))
  return list(call, name, items, { Self: call.link(call.path) }, { TotalPages: 1 })
}

interface Paged<T> {
  name: string
  /** All that the filters let through. */
  records: readonly T[]
  write: (record: T) => Buffer
  /** Filters as the caller wrote them, for the links. */
  filters: Record<string, string>
  /** What Meta says beside the number of pages. */
  meta?: object
}

/** The page that the call asks for; throws a 400 Rejection for one that the bank did not give out. */
export const paged = <T>(call: DataCall, { name, records, write, filters, meta = {} }: Paged<T>): Answer => {
  const pages = Math.max(1, Math.ceil(records.length / pageSize))
  const page = readPageToken(call.query.page, pages)
  const items = records.slice((page - 1) * pageSize, page * pageSize).map(write)
  return list(call, name, items, pageLinks(call.link(call.path), filters, page, pages), { TotalPages: pages, ...meta })
}
