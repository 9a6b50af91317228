import { EventEmitter } from 'node:events'

interface Handlers {
  permissionRequest(
    contents: null,
    permission: string,
    decide: (granted: boolean) => void,
    details: { requestingUrl: string; isMainFrame: boolean },
  ): void
  permissionCheck(contents: null, permission: string, origin: string, details: { isMainFrame: boolean }): boolean
  device(details: object): boolean
  beforeRequest(details: { url: string }, decide: (answer: { cancel: boolean }) => void): void
  scheme(request: Request): Promise<Response>
}

/** A session: keeps the handlers that were set, and asks them as Electron does. Without a handler everything is granted, as in Electron. */
export class DoubleSession extends EventEmitter {
  readonly partition: string
  readonly #handlers: Partial<Handlers> = {}
  readonly schemes: string[] = []
  spellChecker = true

  constructor(partition: string) {
    super()
    this.partition = partition
  }

  readonly protocol = {
    handle: (scheme: string, handler: Handlers['scheme']) => {
      this.schemes.push(scheme)
      this.#handlers.scheme = handler
    },
  }
  readonly webRequest = {
    onBeforeRequest: (handler: Handlers['beforeRequest']) => {
      this.#handlers.beforeRequest = handler
    },
  }
  setPermissionRequestHandler(handler: Handlers['permissionRequest']): void {
    this.#handlers.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: Handlers['permissionCheck']): void {
    this.#handlers.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: Handlers['device']): void {
    this.#handlers.device = handler
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled
  }

  /** What a page of this address would be granted: by the request handler, and by the check handler. */
  grants(permission: string, address: string, isMainFrame = true): { requested: boolean; checked: boolean } {
    const { permissionRequest, permissionCheck } = this.#handlers
    const decision = { requested: true, checked: permissionCheck?.(null, permission, address, { isMainFrame }) ?? true }
    const decide = (granted: boolean) => {
      decision.requested = granted
    }
    permissionRequest?.(null, permission, decide, { requestingUrl: address, isMainFrame })
    return decision
  }

  grantsDevice = (deviceType: string): boolean => this.#handlers.device?.({ deviceType, origin: 'app://bundle' }) ?? true

  /** Whether a request of a page may go out. */
  letsOut(url: string): boolean {
    const decision = { cancel: false }
    this.#handlers.beforeRequest?.({ url }, ({ cancel }) => {
      decision.cancel = cancel
    })
    return !decision.cancel
  }

  /** What a page of this session is answered. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    if (!this.#handlers.scheme) throw new Error('net::ERR_UNKNOWN_URL_SCHEME')
    // A plain object, because Request normalises addresses that must arrive here as they were sent.
    return this.#handlers.scheme({ url, method: 'GET', ...init } as Request)
  }
}
