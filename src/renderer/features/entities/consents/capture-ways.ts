// How the bank's answer can reach us, redirect address by redirect address.

import type { Input } from '../../../../shared/api.ts'

export type Capture = NonNullable<Input<'accountAccessConsent.startAuthorisation'>['capture']>

export interface CaptureWay {
  redirectUri: string
  capture: Capture
  /** Caught on this machine over TLS, with a certificate that the browser does not know. */
  ownCertificate: boolean
}

const byNumber = /^(https?):\/\/(?:127\.0\.0\.1|\[::1\])[:/]/
/** Over https the name is as good as the number, since whoever is meant by it has to show the workbench’s certificate. */
const byName = /^(https):\/\/localhost[:/]/

/** A loopback address is listened on, a window watches for any address, and what the browser ends at elsewhere is pasted. */
export const captureWays = (redirectUris: readonly string[], { window }: { window: boolean }): CaptureWay[] =>
  redirectUris.flatMap((redirectUri): CaptureWay[] => {
    const [, scheme] = byNumber.exec(redirectUri) ?? byName.exec(redirectUri) ?? []
    const ownCertificate = scheme === 'https'
    const captures: Capture[] = [
      ...(scheme === undefined ? [] : ['loopback' as const]),
      ...(window ? ['window' as const] : []),
      ...(scheme === 'http' ? [] : ['paste' as const]),
    ]
    return captures.map((capture) => ({ redirectUri, capture, ownCertificate: ownCertificate && capture === 'loopback' }))
  })
