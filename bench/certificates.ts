// The certificate set, made in process, against openssl commands that do the same work.

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writeSet } from '../src/main/hosts/certificates/command.ts'
import { createPlainSet } from '../src/pki/certificate.ts'
import { type BenchResult, median, timed } from './measure.ts'

const run = promisify(execFile)
const subject = 'C=GB,O=Example Limited,OU=exampleOU,CN=exampleCN'
const rounds = 11

const leaf = (name: string) => `
openssl genrsa -out ${name}.key 2048
openssl req -new -sha256 -key ${name}.key -out ${name}.csr -subj "$SUBJECT"
openssl x509 -req -days 3650 -in ${name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out ${name}.pem`

/** What a sandbox's guide tells developers to type. */
const commands = `
openssl req -new -x509 -days 3650 -keyout ca.key -out ca.pem -nodes -subj "$SUBJECT"
${leaf('transport')}
${leaf('signing')}`

const inFolder = async (work: (folder: string) => Promise<unknown>): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'tpp-bench-'))
  try {
    return await timed(() => work(folder))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Keys take random time, hence medians; by turns, so that a busy machine slows both. */
export const benchCertificates = async (): Promise<BenchResult[]> => {
  const env = { ...process.env, SUBJECT: `/${subject.replaceAll(',', '/')}` }
  const withOpenssl = () => inFolder((cwd) => run('sh', ['-ec', commands], { cwd, env }))
  const ours = () => inFolder(async (folder) => writeSet(await createPlainSet(subject), folder))
  await ours()
  const times: { openssl: number; ours: number }[] = []
  for (let round = 0; round < rounds; round += 1) times.push({ openssl: await withOpenssl(), ours: await ours() })
  const [oursMs, opensslMs] = [median(times.map((time) => time.ours)), median(times.map((time) => time.openssl))]
  return [
    {
      name: 'Certificate set: time against openssl commands',
      ratio: oursMs / opensslMs,
      limit: { atMost: 0.3 },
      detail: `${oursMs.toFixed(0)} ms against ${opensslMs.toFixed(0)} ms, medians of ${rounds}`,
    },
  ]
}
