// Run as a process of its own: refreshes a consent's tokens, and is killed when the bank's answer is in the log and nothing else of it kept.

import { createApp } from '../../src/main/core/app.ts'

const [dataDir = '', id = ''] = process.argv.slice(2)
const app = await createApp({ dataDir, launchModelBank: () => Promise.reject(new Error('No bank is started here')) })
app.subscribe((event) => {
  if (event.type === 'exchange') process.kill(process.pid, 'SIGKILL')
})
const reply = await app.dispatch('accountAccessConsent.refresh', { id })
console.error('The refresh went on', reply)
