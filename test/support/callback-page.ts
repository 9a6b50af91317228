// A browser that has been sent to the loopback redirect address: it keeps the fragment to itself and runs the page's own script.

import { runInNewContext } from 'node:vm'

/** The address the script leads to once its answer was taken, or what it tells the person. */
export const openCallbackPage = async (address: string): Promise<{ wentTo: string } | { said: string }> => {
  const { origin, pathname, hash, href } = new URL(address)
  const page = await (await fetch(href.split('#')[0] ?? href)).text()
  const script = /<script nonce="[^"]+">([\s\S]*?)<\/script>/.exec(page)?.[1]
  if (!script) throw new Error(`No script on the page at ${origin}${pathname}`)
  const { promise, resolve } = Promise.withResolvers<{ wentTo: string } | { said: string }>()
  const send = (path: string, { body, headers }: { body: string; headers: Record<string, string> }) =>
    fetch(new URL(path, origin), { method: 'POST', body, headers: { ...headers, origin, 'sec-fetch-site': 'same-origin' } })
  const message = {
    set textContent(said: string) {
      resolve({ said })
    },
  }
  runInNewContext(script, {
    location: { hash, pathname, replace: (path: string) => resolve({ wentTo: new URL(path, origin).href }) },
    history: { replaceState: () => undefined },
    document: { getElementById: () => message },
    fetch: send,
  })
  return promise
}
