// Small things that the window remembers between starts, none of them secret.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { z } from 'zod'

export interface SmallFile<T> {
  /** Null when there is none, or none that makes sense. */
  read(): T | null
  write(value: T): void
}

export const smallFile = <T>(name: string, schema: z.ZodType<T>): SmallFile<T> => {
  const file = () => join(app.getPath('userData'), name)
  return {
    read() {
      try {
        return schema.parse(JSON.parse(readFileSync(file(), 'utf8')))
      } catch {
        return null
      }
    },
    write(value) {
      try {
        writeFileSync(file(), JSON.stringify(value), { mode: 0o600 })
      } catch {
        // A window at its usual place the next time is all that is lost.
      }
    },
  }
}
