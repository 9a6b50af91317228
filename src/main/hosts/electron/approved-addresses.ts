// Which addresses may be handed to the system's browser: those that the core gave, and the documentation.

import { api } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { App } from '../../core/app.ts'

/** Where the words of this trade are explained. The only foreign hosts that the app opens by itself. */
export const documentationHosts = new Set([
  'openbankinguk.github.io',
  'standards.openbanking.org.uk',
  'directory.openbanking.org.uk',
  'openid.net',
  'www.rfc-editor.org',
  'datatracker.ietf.org',
  'www.etsi.org',
])

const loopback = new Set(['127.0.0.1', '[::1]'])

/** SECURITY: the system starts a program for any other scheme; plain http stays on this machine, by number, because a name can be pointed elsewhere. */
const isWebAddress = ({ protocol, hostname, username, password }: URL): boolean =>
  username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname)))

const refused = () =>
  new AppError('INVALID_INPUT', 'Address is not one that the workbench gave', {
    field: 'address',
    remedy: 'Copy it, and open it in a browser if you trust it.',
  })

export interface ApprovedAddresses {
  /** Learns from what the core answers; to be called with every reply's value. */
  learn(method: string, value: unknown): void
  /** The address in its normal form. Throws INVALID_INPUT when it may not be opened. */
  check(address: string): Promise<string>
}

export const createApprovedAddresses = ({ dispatch, subscribe }: Pick<App, 'dispatch' | 'subscribe'>): ApprovedAddresses => {
  // The core makes them and they end with it; each is for one authorisation.
  const authorisations = new Set<string>()
  const approve = (address: string) => authorisations.add(new URL(address).href)
  subscribe((event) => {
    if (event.type === 'walkthrough.awaitingCustomer') approve(event.authorisationUrl)
  })

  /** The bank's own pages, wherever it listens now. */
  const isOfModelBank = async ({ origin }: URL): Promise<boolean> => {
    const status = await dispatch('modelBank.status', {})
    const addresses = status.ok ? status.value.addresses : null
    return addresses !== null && [addresses.frontChannel, addresses.enrolmentPortal].some((page) => new URL(page).origin === origin)
  }

  return {
    learn(method, value) {
      if (method !== 'accountAccessConsent.startAuthorisation') return
      approve(api['accountAccessConsent.startAuthorisation'].output.parse(value).authorisationUrl)
    },

    async check(address) {
      const url = URL.parse(address)
      if (!url || !isWebAddress(url)) throw refused()
      const approved =
        authorisations.has(url.href) || (url.protocol === 'https:' && documentationHosts.has(url.host)) || (await isOfModelBank(url))
      if (!approved) throw refused()
      return url.href
    },
  }
}
