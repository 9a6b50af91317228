// The certificate set, made in process, against openssl commands that do the same work.

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createPlainSet } from '../src/pki/certificate.ts'
import { writeSet } from '../src/main/hosts/certificates/command.ts'

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

async function timed(work: (directory: string) => Promise<unknown>): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'tpp-bench-'))
  try {
    const begin = performance.now()
    await work(directory)
    return performance.now() - begin
  } finally {
    await rm(directory, { recursive: true })
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Alternates both, so that a busy machine slows both. Times are milliseconds; keys take random time, hence medians. */
export async function benchCertificates(): Promise<{ name: string; ratio: number; limit: number; detail: string }> {
  const own: number[] = []
  const openssl: number[] = []
  await timed(async (directory) => writeSet(await createPlainSet(subject), directory))
  for (let round = 0; round < rounds; round++) {
    const env = { ...process.env, SUBJECT: `/${subject.replaceAll(',', '/')}` }
    openssl.push(await timed((cwd) => run('sh', ['-ec', commands], { cwd, env })))
    own.push(await timed(async (directory) => writeSet(await createPlainSet(subject), directory)))
  }
  const [ownMs, opensslMs] = [median(own), median(openssl)]
  return {
    name: 'certificate set against openssl commands',
    ratio: ownMs / opensslMs,
    limit: 0.3,
    detail: `median of ${rounds}: ${ownMs.toFixed(0)} ms against ${opensslMs.toFixed(0)} ms`,
  }
}
