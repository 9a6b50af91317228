import { EventEmitter } from 'node:events'

export interface DoubleFrame {
  url: string
  parent: DoubleFrame | null
}

/** An event that says whether it was prevented. */
export const preventable = <T extends object>(details: T = {} as T) => {
  const event = {
    ...details,
    prevented: false,
    preventDefault() {
      event.prevented = true
    },
  }
  return event
}

type WindowOpenHandler = (details: { url: string }) => { action: string }

export class DoubleContents extends EventEmitter {
  readonly id: number
  readonly mainFrame: DoubleFrame = { url: '', parent: null }
  /** What the page receives. */
  readonly page = new EventEmitter()
  /** Of its window; Electron's default when none was given. */
  readonly session: unknown
  windowOpenHandler: WindowOpenHandler = () => ({ action: 'allow' })
  reloads = 0

  constructor(id: number, session: unknown) {
    super()
    this.id = id
    this.session = session
  }

  getURL = () => this.mainFrame.url

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler
  }
  reload(): void {
    this.reloads += 1
  }
  /** As Electron does, by structured clone, and beside an event that holds the sender. */
  send = (channel: string, ...args: unknown[]) => void this.page.emit(channel, { sender: this, channel }, ...structuredClone(args))

  /** Whether a navigation of this kind would be carried out. */
  navigates(
    event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect',
    url: string,
    isMainFrame = event !== 'will-frame-navigate',
  ): boolean {
    const details = preventable({ url, isMainFrame })
    this.emit(event, details)
    return !details.prevented
  }

  attachesWebview(): boolean {
    const event = preventable()
    this.emit('will-attach-webview', event, {}, { src: 'https://example.com/' })
    return !event.prevented
  }
}

export interface WindowOptions {
  [name: string]: unknown
  webPreferences: Record<string, unknown>
}

let lastId = 0

/** What a window hears from the app double that it belongs to. */
export interface WindowOwner {
  note(what: string): void
  created(window: DoubleWindow): void
  closed(window: DoubleWindow): void
}

export class DoubleWindow extends EventEmitter {
  readonly options: WindowOptions
  readonly webContents: DoubleContents
  readonly #owner: WindowOwner
  destroyed = false
  focused = false
  minimised = false
  maximised = false
  shown = 0
  background = ''
  title = ''
  /** Whose error `loadURL` ends with, by address; a page that is not loaded. */
  static unloadable = new Map<string, Error & { code: string }>()
  bounds = { x: 10, y: 20, width: 1300, height: 900 }

  constructor(options: WindowOptions, owner: WindowOwner) {
    super()
    this.options = options
    this.#owner = owner
    this.webContents = new DoubleContents(++lastId, options.webPreferences.session)
    owner.created(this)
  }

  async loadURL(url: string): Promise<void> {
    this.#owner.note(`loadURL ${url}`)
    const failure = DoubleWindow.unloadable.get(url)
    if (failure) throw failure
    this.webContents.mainFrame.url = url
    this.emit('ready-to-show')
  }

  show(): void {
    this.shown += 1
  }
  focus(): void {
    this.focused = true
  }
  restore(): void {
    this.minimised = false
  }
  maximize(): void {
    this.maximised = true
  }
  setBackgroundColor(colour: string): void {
    this.background = colour
  }
  setTitle(title: string): void {
    this.title = title
  }
  /** As close, without asking the page. */
  destroy(): void {
    this.destroyed = true
    this.emit('closed')
    this.#owner.closed(this)
  }
  isFocused = () => this.focused
  isMinimized = () => this.minimised
  isMaximized = () => this.maximised
  isDestroyed = () => this.destroyed
  getNormalBounds = () => this.bounds

  close(): void {
    this.emit('close', preventable())
    this.destroyed = true
    this.emit('closed')
    this.#owner.closed(this)
  }
}
