import type { RequestLogEntry } from '../../../shared/model/request-log.ts'
import { createRowWindow, type RowWindow, type RowWindowOptions, type Wanted } from '../../api/row-window.ts'

export { pageSize, type Wanted } from '../../api/row-window.ts'

export type WindowOptions = RowWindowOptions<RequestLogEntry>

/** Exchanges of several lists, oldest first. */
export interface LogWindow extends Omit<RowWindow<RequestLogEntry>, 'find'> {
  /** By id, among what is kept. */
  find(id: string): (Wanted & { entry: RequestLogEntry }) | undefined
}

export const createWindow = (options: WindowOptions): LogWindow => {
  const rows = createRowWindow(options)
  return {
    ...rows,
    find(id) {
      const found = rows.find((entry) => entry.id === id)
      return found && { list: found.list, index: found.index, entry: found.row }
    },
  }
}
