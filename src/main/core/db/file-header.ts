import { closeSync, openSync, readSync } from 'node:fs'
import { AppError } from '../../../shared/errors.ts'

export interface FileHeader {
  applicationId: number
  userVersion: number
}

const headerSize = 100

/** Reads a database file's header without opening it as one. Throws DATABASE_FAILED for any other file. */
export const readHeader = (file: string): FileHeader => {
  const header = Buffer.alloc(headerSize)
  const descriptor = openSync(file, 'r')
  try {
    // https://sqlite.org/fileformat2.html §1.3: the magic string, user version at offset 60, application id at 68.
    const read = readSync(descriptor, header, 0, headerSize, 0)
    if (read === headerSize && header.toString('latin1', 0, 16) === 'SQLite format 3\0') {
      return { applicationId: header.readInt32BE(68), userVersion: header.readInt32BE(60) }
    }
  } finally {
    closeSync(descriptor)
  }
  throw new AppError('DATABASE_FAILED', `File ${file} is not a database`, { remedy: 'Choose another folder' })
}
