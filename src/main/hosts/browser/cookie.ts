/** Cookies do not know ports: hosts on several ports must not overwrite each other's. */
const cookieName = (port: number): string => `tpp-workbench-${port}`

/** SECURITY: for this host only (no Domain), out of reach of scripts, and never sent from another site. It ends with the browser. */
export const sessionCookie = (port: number, secret: string): string => `${cookieName(port)}=${secret}; HttpOnly; SameSite=Strict; Path=/`

/** Every value with our name: another port of this machine can add one with a longer path, which must not shut the page out. */
export const cookieSecrets = (header: string | undefined, port: number): string[] =>
  (header ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .filter(([name]) => name === cookieName(port))
    .map(([, value]) => value ?? '')
