import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and what it lies in; gives the first folder that was made, like `mkdirSync` with `recursive`.
 * Not that itself: under /proc, where nothing can be made, it never returns.
 */
export const makeFolder = (path: string, mode: number): string | undefined => {
  if (existsSync(path)) return undefined
  const above = makeFolder(dirname(path), mode)
  mkdirSync(path, { mode })
  return above ?? path
}
