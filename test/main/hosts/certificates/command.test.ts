import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { run } from '../../../../src/main/hosts/certificates/command.ts'
import { keyFitsCertificate } from '../../../../src/pki/keys.ts'

const subject = 'C=GB,O=Ozone Financial Technology Limited,OU=exampleOU,CN=exampleCN'
const names = ['ca.pem', 'signing.key', 'signing.pem', 'transport.key', 'transport.pem']

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tpp-certificates-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

async function command(...args: string[]) {
  const printed = { out: '', error: '' }
  const code = await run(args, {
    out: (text) => {
      printed.out += text
    },
    error: (text) => {
      printed.error += text
    },
  })
  return { code, ...printed }
}

it('writes a set that openssl verifies, keys for the owner only, and prints fingerprints', async () => {
  const out = join(folder(), 'a', 'b')
  const { code, out: text, error } = await command('--subject', subject, '--out', out)
  expect({ code, error }).toEqual({ code: 0, error: '' })
  expect(readdirSync(out).sort()).toEqual(names)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: out, encoding: 'utf8' })
  expect(openssl('verify', '-CAfile', 'ca.pem', 'transport.pem', 'signing.pem')).toBe('transport.pem: OK\nsigning.pem: OK\n')
  const read = (name: string) => readFileSync(join(out, name), 'utf8')
  for (const name of ['transport', 'signing']) {
    expect(keyFitsCertificate(read(`${name}.key`), read(`${name}.pem`))).toBe(true)
    expect(read(`${name}.key`)).toMatch(/^-----BEGIN PRIVATE KEY-----/)
    expect(statSync(join(out, `${name}.key`)).mode & 0o777).toBe(0o600)
    const fingerprint = openssl('x509', '-in', `${name}.pem`, '-noout', '-fingerprint', '-sha256').trim().split('=')[1] ?? 'none'
    expect(text).toMatch(new RegExp(`${name}.pem .*${fingerprint}`))
  }
  expect(openssl('x509', '-in', 'transport.pem', '-noout', '-subject')).toContain(
    'O = Ozone Financial Technology Limited, OU = exampleOU, CN = exampleCN',
  )
  expect(text.trim().split('\n')).toHaveLength(6)
  expect(text).toContain('The keys are not encrypted')
  expect(text).not.toContain('BEGIN')
})

it('replaces nothing without --force, and narrows the permissions of a replaced key', async () => {
  const out = folder()
  writeFileSync(join(out, 'signing.key'), 'mine', { mode: 0o644 })
  const refused = await command('--subject', subject, '--out', out)
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.error).toContain(`${join(out, 'signing.key')} exists already. Choose another directory, or add --force`)
  expect(readdirSync(out)).toEqual(['signing.key'])
  expect(readFileSync(join(out, 'signing.key'), 'utf8')).toBe('mine')
  expect((await command('--subject', subject, '--out', out, '--force')).code).toBe(0)
  expect(readdirSync(out).sort()).toEqual(names)
  expect(statSync(join(out, 'signing.key')).mode & 0o777).toBe(0o600)
})

it('explains itself', async () => {
  const { code, out, error } = await command('--help')
  expect({ code, error }).toEqual({ code: 0, error: '' })
  expect(out).toMatch(/--subject TEXT[\s\S]*--out DIR[\s\S]*--force/)
})

it.each([
  ['no subject', ['--out', 'x'], /^Option --subject is missing\. See --help\.\n$/],
  ['no directory', ['--subject', subject], /^Option --out is missing\./],
  ['an unknown option', ['--subjct', subject], /--subjct/],
  ['an option without a value', ['--out', 'x', '--subject'], /--subject/],
  ['a stray word', ['--out', 'x', '--subject', subject, 'more'], /more/],
  ['a bad subject', ['--out', 'x', '--subject', 'GB'], /^--subject: "GB" is not an attribute of a distinguished name\. Write name=value/],
])('refuses %s with exit code 2, naming it', async (_, args, message) => {
  const { code, out, error } = await command(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(error).toMatch(message)
})

it('says so when it cannot write', async () => {
  const path = folder()
  writeFileSync(join(path, 'file'), '')
  const { code, error } = await command('--subject', subject, '--out', join(path, 'file', 'inside'))
  expect(code).toBe(1)
  expect(error).toMatch(/^--out cannot be written: ENOTDIR/)
})

it('runs as a program', () => {
  const out = join(folder(), 'set')
  mkdirSync(out)
  const program = 'src/main/hosts/certificates/main.ts'
  expect(execFileSync(process.execPath, [program, '--subject', subject, '--out', out], { encoding: 'utf8' })).toMatch(
    /^ca\.pem +certificate/,
  )
  expect(() => execFileSync(process.execPath, [program], { stdio: 'pipe' })).toThrow(expect.objectContaining({ status: 2 }))
})
