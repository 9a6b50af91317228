// What a renderer has of its host, whichever that is: Electron's preload and the browser host's client both provide it.

import type { Input, Method, Output } from './api.ts'
import type { Reply } from './errors.ts'
import type { AppEvent } from './events.ts'
import type { SaveEncoding, Theme } from './host-request.ts'

/** What this host can do beside calling the core. */
export interface HostFacts {
  kind: 'electron' | 'browser'
  version: string
  /** Node's name of the platform, such as darwin, for the words of shortcuts. */
  platform: string
}

export interface Bridge {
  host: HostFacts
  call<M extends Method>(method: M, input: Input<M>): Promise<Reply<Output<M>>>
  /** Returns a function that ends the subscription. */
  subscribe(listener: (event: AppEvent) => void): () => void
  /** Opens an address that the core gave in the system's browser; others are refused. */
  openExternal(address: string): Promise<Reply<null>>
  /** Lets the person choose where to save a text, or the bytes that it stands for in base64. */
  saveText(suggestedName: string, text: string, encoding?: SaveEncoding): Promise<Reply<{ saved: boolean }>>
  /**
   * Opens a window on an authorisation that was started with `capture: 'window'`, and answers once that is over: by the redirect that the
   * window caught, or CANCELLED when it was closed by hand. HOST_UNSUPPORTED where the host opens no windows.
   */
  authoriseInWindow(authContextId: string): Promise<Reply<Output<'accountAccessConsent.completeAuthorisation'>>>
  /** The window's own frame follows the theme that the person chose; absent where the host has no window of its own. */
  setTheme?(theme: Theme): void
}

declare global {
  // The preload sets it under Electron; in a browser it is absent.
  var tppWorkbench: Bridge | undefined
}
