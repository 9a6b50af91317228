import { readFile, realpath } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, sep } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

export interface StaticFile {
  content: Buffer
  type: string
  /** Its name changes with its content. */
  hashed: boolean
}

const hashedName = /^assets\/.*-[\w-]{8,}\.\w+$/

/** The path components of a request target; null when it is not plainly a file below the root. */
const componentsOf = (target: string): string[] | null => {
  const [path = ''] = target.split('?')
  let decoded: string
  try {
    // Once: what is still encoded then is part of a name.
    decoded = decodeURIComponent(path)
  } catch {
    return null
  }
  if (decoded === '/') return ['index.html']
  const components = decoded.slice(1).split('/')
  // SECURITY: path traversal; no component is empty, hidden, a step up, a Windows path or a stream of a file.
  return components.every((one) => /^[^.\\:][^\\:]*$/.test(one)) ? components : null
}

/** SECURITY: compares components, not the beginnings of texts; "/out/renderer-old" is not within "/out/renderer". */
const isWithin = (root: string, file: string): boolean => {
  const path = relative(root, file)
  return path !== '' && !isAbsolute(path) && path.split(sep)[0] !== '..'
}

/** Reads a file of the built renderer; null for anything else. Only known types are served. */
export const readStaticFile = async (folder: string, target: string): Promise<StaticFile | null> => {
  const components = componentsOf(target)
  const type = types[extname(components?.at(-1) ?? '')]
  if (!components || !type) return null
  try {
    const root = await realpath(folder)
    // SECURITY: a symbolic link may lead out of the folder, so what is compared is where it leads.
    const file = await realpath(join(root, ...components))
    if (!isWithin(root, file)) return null
    return { content: await readFile(file), type, hashed: hashedName.test(components.join('/')) }
  } catch {
    return null
  }
}
