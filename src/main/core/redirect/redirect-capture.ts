// How the answer of a bank comes back: which way is taken for a registered address, and the listener for it.

import { type Identity, issueServer } from '../../../pki/certificate.ts'
import type { ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../clock.ts'
import { isCatchable } from './loopback-address.ts'
import { listenForRedirect, type RedirectListener, type RedirectListenerInput } from './loopback-listener.ts'
import type { RedirectAuthority } from './redirect-authority.ts'

type Wish = Pick<ParsedInput<'accountAccessConsent.startAuthorisation'>, 'redirectUri' | 'capture'>

export interface RedirectCapture {
  /**
   * The registered address and the way that its answer comes back. Throws INVALID_INPUT for an address that is not registered, or that no
   * listener can catch, HOST_UNSUPPORTED for a window that nobody can open.
   */
  choose(redirectUris: string[], wish: Wish): { registered: string; capture: 'loopback' | 'window' | 'paste' }
  /** As `listenForRedirect`; over TLS where the address is https. */
  listen(input: Omit<RedirectListenerInput, 'tls'>): Promise<RedirectListener>
}

export const createRedirectCapture = (deps: {
  clock: Clock
  authority: RedirectAuthority
  /** Whether the host can watch a window of its own for the address. */
  opensWindows: boolean
}): RedirectCapture => {
  const { clock, authority, opensWindows } = deps
  // The certificate of a host name, once made; a browser that was told to trust it once does so again.
  const issued = new Map<string, Promise<Identity>>()

  /** SECURITY: its key never leaves memory, and it is for this machine's own addresses only. */
  const certificateFor = async ({ hostname }: URL): Promise<Identity> => {
    const ca = await authority.get()
    const name = `${ca.certificate} ${hostname}`
    const isName = hostname === 'localhost'
    const made =
      issued.get(name) ??
      issueServer({
        ca,
        dnsNames: isName ? [hostname] : [],
        ipAddresses: isName ? [] : [hostname.replace(/[[\]]/g, '')],
        commonName: 'TPP Workbench redirect',
        now: clock.now(),
      })
    issued.set(name, made)
    made.catch(() => issued.delete(name))
    return made
  }

  return {
    choose(redirectUris, wish) {
      const registered = wish.redirectUri ?? redirectUris[0] ?? ''
      if (!redirectUris.includes(registered)) {
        throw new AppError('INVALID_INPUT', 'The redirect address is not one of the registration’s', {
          field: 'redirectUri',
          remedy: `Use one of ${redirectUris.join(', ')}.`,
        })
      }
      const address = new URL(registered)
      const capture = wish.capture ?? (isCatchable(address) ? 'loopback' : 'paste')
      if (capture === 'loopback' && !isCatchable(address)) {
        throw new AppError('INVALID_INPUT', `No listener can catch ${registered}`, {
          field: 'capture',
          remedy: 'Paste the redirect back instead.',
        })
      }
      if (capture === 'window' && !opensWindows) {
        throw new AppError('HOST_UNSUPPORTED', 'A window that watches for the redirect is opened by the desktop app only', {
          field: 'capture',
          remedy: 'Use the desktop app, or paste the redirect back.',
        })
      }
      return { registered, capture }
    },

    async listen(input) {
      const address = URL.parse(input.redirectUri)
      const overTls = address?.protocol === 'https:' && isCatchable(address)
      return listenForRedirect({ ...input, ...(overTls && { tls: await certificateFor(address) }) })
    },
  }
}
