// What the file finds in a utility process: its port, its arguments, and no IPC channel of Node.
import { pathToFileURL } from 'node:url'

const send = process.send.bind(process)
const waiting = []
let listener = null
process.on('message', (data) => (listener ? listener({ data, ports: [] }) : waiting.push(data)))
// Electron ends a utility process together with the app.
process.once('disconnect', () => process.exit(0))
delete process.send
process.parentPort = {
  on(_event, given) {
    listener = given
    for (const data of waiting.splice(0)) given({ data, ports: [] })
  },
  postMessage: (message) => void send(message),
}

const [, , file] = process.argv.splice(1, 1)
await import(pathToFileURL(file ?? process.argv[1]).href)
