// The process that started the bank and talks to it: over Node's IPC, or over Electron's port in a utility process.

export interface Parent {
  send(message: object): void
  onMessage(listener: (message: unknown) => void): void
  /** The parent has ended or wants no more. */
  onGone(listener: () => void): void
  /** Tells what kept the bank from starting; the process ends after it. */
  sendLast(message: object): void
}

/** What is used of Electron's ParentPort; Electron is not known here. */
interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown }) => void): void
  postMessage(message: object): void
}

const isPort = (value: unknown): value is ParentPort => typeof value === 'object' && value !== null && 'postMessage' in value

const overPort = (port: ParentPort): Parent => ({
  send: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
  // Electron ends a utility process together with the app.
  onGone() {},
  // What was posted last is lost when a utility process exits by itself; the parent ends this one.
  sendLast: (message) => port.postMessage(message),
})

const overIpc = (): Parent => ({
  send: (message) => void process.send?.(message),
  onMessage: (listener) => void process.on('message', listener),
  onGone: (listener) => void process.once('disconnect', listener),
  sendLast: (message) => void process.send?.(message, () => process.disconnect()),
})

/** Null: the bank is a program of its own. */
export const findParent = (): Parent | null => {
  const port: unknown = Reflect.get(process, 'parentPort')
  if (isPort(port)) return overPort(port)
  return process.send ? overIpc() : null
}
