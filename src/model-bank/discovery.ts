import type { Provider } from 'oidc-provider'
import type { BankBehaviour } from '../shared/model/bank-behaviour.ts'

const wellKnown = '/.well-known/openid-configuration'

/** Where the metadata are, by how the bank publishes them; null: nowhere. */
export const discoveryPaths: Record<BankBehaviour['discovery'], string | null> = {
  wellKnown,
  elsewhere: '/openid-configuration',
  none: null,
}

/** Publishes the metadata where, and as, the bank does. */
export function imitateDiscovery(provider: Provider, { discovery, publishesResponseModes }: BankBehaviour): void {
  const path = discoveryPaths[discovery]
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/.well-known/') && ctx.path !== path) return next()
    // Left without an answer, which is a 404.
    if (ctx.path !== path) return
    ctx.path = wellKnown
    await next()
    const { body } = ctx
    if (typeof body !== 'object' || body === null) return
    // Also of a bank whose request objects are made out to its group.
    Object.assign(body, { issuer: provider.issuer })
    if (!publishesResponseModes) Reflect.deleteProperty(body, 'response_modes_supported')
  })
}
