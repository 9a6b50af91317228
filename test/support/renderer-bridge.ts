import type { Bridge } from '../../src/shared/bridge.ts'

/** A host that can tell what it is and do nothing, for parts of the renderer that only ask for that. */
export const bridgeOf = (platform: string): Bridge => ({
  host: { kind: 'browser', version: '0.0.0', platform },
  call: async (method) => ({ ok: false, error: { code: 'UNKNOWN_METHOD', message: `${method} is not answered here` } }),
  subscribe: () => () => {},
  openExternal: async () => ({ ok: true, value: null }),
  authoriseInWindow: async () => ({ ok: false, error: { code: 'HOST_UNSUPPORTED', message: 'No window is opened here' } }),
  saveText: async () => ({ ok: true, value: { saved: false } }),
})
