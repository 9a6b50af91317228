// The one origin whose pages this app shows and listens to.

export const ownScheme = 'app'
const ownHost = 'bundle'
export const startAddress = `${ownScheme}://${ownHost}/`

/** SECURITY: compares parsed parts; a text that merely begins like our address can belong to someone else. */
export const isOwnAddress = (address: string): boolean => {
  const url = URL.parse(address)
  return url !== null && url.protocol === `${ownScheme}:` && url.host === ownHost
}
