// Addresses as lists show them: as they were sent, never decoded or encoded.

/** Host, and path with what follows it; the whole text when it is no address. */
export const hostAndPath = (url: string): { host: string; path: string } => {
  const [, host = '', path = url] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/is.exec(url) ?? []
  return { host, path: path || '/' }
}

/** For a list, where the beginning may give way: the path without its last segment, that segment, and a sign that more follows. */
export const pathParts = (path: string): { head: string; tail: string } => {
  const [, plain = path, more = ''] = /^([^?#]*)([?#])?/.exec(path) ?? []
  const cut = Math.max(plain.lastIndexOf('/', plain.length - 2), 0)
  return { head: plain.slice(0, cut), tail: `${plain.slice(cut)}${more && `${more}…`}` }
}
