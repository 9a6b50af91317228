// The CA of the listeners over https: a person may let the browser trust it, so it certifies this machine's own addresses and nothing else.

import { createLoopbackAuthority, type Identity } from '../../../pki/certificate.ts'
import { readCertificate } from '../../../pki/pem.ts'
import type { CoreContext } from '../context.ts'

const ref = (column: 'certificate' | 'private_key') => ({ table: 'redirect_authority', id: 'loopback', column })

export interface RedirectAuthority {
  /** Made when first needed, and anew when it has expired. */
  get(): Promise<Identity>
}

export const createRedirectAuthority = ({ store, secrets, clock }: Pick<CoreContext, 'store' | 'secrets' | 'clock'>): RedirectAuthority => {
  let making: Promise<Identity> | undefined

  const kept = (): Identity | null => {
    if (!secrets.has(ref('certificate'))) return null
    const certificate = secrets.get(ref('certificate')).toString()
    if (Date.parse(readCertificate(certificate).validTo) <= clock.now().getTime()) return null
    return { certificate, privateKey: secrets.get(ref('private_key')).toString() }
  }

  const make = async (): Promise<Identity> => {
    // SECURITY: without its constraints, whoever took the key could certify any site to a browser that trusts this CA.
    const made = await createLoopbackAuthority({ now: clock.now() })
    store.transaction(() => {
      secrets.put(ref('certificate'), made.certificate)
      secrets.put(ref('private_key'), made.privateKey)
    })
    return made
  }

  return {
    async get() {
      const found = kept()
      if (found) return found
      // Whoever asks meanwhile is given the same one.
      making ??= make().finally(() => {
        making = undefined
      })
      return making
    },
  }
}
