// `npm run certificates`: a CA, a transport and a signing certificate for a sandbox that lets developers make their own.

import { X509Certificate } from 'node:crypto'
import { access, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type CertificateSet, createPlainSet } from '../../../pki/certificate.ts'
import { AppError } from '../../../shared/errors.ts'

export const help = `Makes certificates for a bank's sandbox that accepts a developer's own.

  npm run certificates -- --subject "C=GB,O=Example Limited,OU=exampleOU,CN=exampleCN" --out DIR

  --subject TEXT  the subject that the sandbox prescribes, in certificate order; "/C=GB/O=…" works too
  --out DIR       where the files go; made when absent
  --force         replaces files of an earlier run
  --help          prints this

Writes ca.pem, transport.pem, transport.key, signing.pem and signing.key. The keys are not encrypted.
`

interface Options {
  subject: string
  out: string
  force: boolean
}

export interface Output {
  out: (text: string) => void
  error: (text: string) => void
}

function required(name: string, value: string | undefined): string {
  if (value?.trim()) return value
  throw new AppError('INVALID_INPUT', `Option --${name} is missing`, { field: name, remedy: 'See --help.' })
}

/** Reads the arguments; null asks for help. Errors: INVALID_INPUT naming the option. */
function readOptions(args: string[]): Options | null {
  const options = {
    subject: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const
  try {
    const { values } = parseArgs({ args, options })
    if (values.help) return null
    return { subject: required('subject', values.subject), out: required('out', values.out), force: values.force ?? false }
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error)) throw error
    throw new AppError('INVALID_INPUT', error.message.split('. ')[0] ?? error.message, { remedy: 'See --help.' }, error)
  }
}

interface OutputFile {
  name: string
  content: string
  mode: number
}

const names = ['ca.pem', 'transport.key', 'transport.pem', 'signing.key', 'signing.pem']

const files = ({ ca, transport, signing }: CertificateSet): OutputFile[] => [
  { name: 'ca.pem', content: ca.certificate, mode: 0o644 },
  { name: 'transport.key', content: transport.privateKey, mode: 0o600 },
  { name: 'transport.pem', content: transport.certificate, mode: 0o644 },
  { name: 'signing.key', content: signing.privateKey, mode: 0o600 },
  { name: 'signing.pem', content: signing.certificate, mode: 0o644 },
]

async function refuseExisting(directory: string): Promise<void> {
  for (const name of names) {
    const path = join(directory, name)
    const exists = await access(path).then(
      () => true,
      () => false,
    )
    if (exists)
      throw new AppError('CONFLICT', `${path} exists already`, {
        field: 'out',
        remedy: 'Choose another directory, or add --force to replace it.',
      })
  }
}

/** Writes the files of a set; keys are readable by their owner only. A key never lands in a file that was there before. */
export async function writeSet(set: CertificateSet, directory: string, { force = false } = {}): Promise<OutputFile[]> {
  await mkdir(directory, { recursive: true })
  if (!force) await refuseExisting(directory)
  const written = files(set)
  for (const { name, content, mode } of written) {
    const path = join(directory, name)
    if (force) await rm(path, { force: true })
    // SECURITY: `wx` neither follows a planted link nor keeps the wider permissions of an old file.
    await writeFile(path, content, { mode, flag: 'wx' })
  }
  return written
}

const describe = ({ name, content }: OutputFile) =>
  name.endsWith('.pem')
    ? `${name.padEnd(14)} certificate  SHA-256 ${new X509Certificate(content).fingerprint256}`
    : `${name.padEnd(14)} private key, readable by you only`

const exitCode = (error: AppError) => (error.code === 'INVALID_INPUT' ? 2 : 1)

/** Runs the command and gives its exit code: 0 done, 1 the files cannot be written, 2 an option is missing or wrong. */
export async function run(args: string[], output: Output): Promise<number> {
  try {
    const options = readOptions(args)
    if (!options) {
      output.out(help)
      return 0
    }
    if (!options.force) await refuseExisting(options.out)
    const set = await createPlainSet(options.subject)
    const written = await writeSet(set, options.out, options)
    output.out(`${written.map(describe).join('\n')}\n`)
    output.out('The keys are not encrypted: they are for a sandbox, never for a live bank.\n')
    return 0
  } catch (error) {
    if (!(error instanceof AppError) && !(error instanceof Error && 'code' in error)) throw error
    const failure = error instanceof AppError ? error : new AppError('INTERNAL', `--out cannot be written: ${error.message}`)
    const option =
      failure.code === 'INVALID_INPUT' && failure.details.field === 'subject' && !failure.message.startsWith('Option') ? '--subject: ' : ''
    output.error([`${option}${failure.message}.`, failure.details.remedy].filter(Boolean).join(' ').concat('\n'))
    return exitCode(failure)
  }
}
