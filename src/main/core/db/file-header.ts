import { closeSync, openSync, readSync } from 'node:fs'
import { AppError } from '../../../shared/errors.ts'

export interface FileHeader {
  applicationId: number
  userVersion: number
}

/** "TPPW" */
export const applicationId = 0x54505057
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

/** Throws DATABASE_FAILED for another program's file, SCHEMA_TOO_NEW for one of a newer version. */
export const refuseForeign = (file: string, header: FileHeader, newest: number): void => {
  if (header.applicationId !== applicationId) {
    throw new AppError('DATABASE_FAILED', `File ${file} belongs to another program`, { remedy: 'Choose another folder' })
  }
  if (header.userVersion > newest) {
    throw new AppError('SCHEMA_TOO_NEW', `Database ${file} has schema version ${header.userVersion}; this program reads up to ${newest}`, {
      remedy: 'Open it with the newer TPP Workbench that wrote it',
    })
  }
}
