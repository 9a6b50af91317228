import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CertificateSet, createPsd2Set } from '../../src/pki/certificate.ts'
import { readCertificateFile } from '../../src/pki/import.ts'
import { publicKeySha256 } from '../../src/pki/keys.ts'
import { pemBlocks } from '../../src/pki/pem.ts'
import { createSigningRequest } from '../../src/pki/signing-request.ts'
import { type Folder, failure, organisation, temporaryFolder } from '../support/pki.ts'

const passphrase = 'correct horse – ünïcode'
let set: CertificateSet
beforeAll(async () => {
  set = await createPsd2Set(organisation)
})

/** A folder with the set in files. */
function filled(): Folder {
  const folder = temporaryFolder()
  folder.write('key.pem', set.transport.privateKey)
  folder.write('cert.pem', set.transport.certificate)
  folder.write('ca.pem', set.ca.certificate)
  return folder
}
const base64 = (folder: Folder, name: string) => readFileSync(folder.path(name)).toString('base64')
const der = (pem: string) => (pemBlocks(pem)[0]?.der ?? Buffer.alloc(0)).toString('base64')
const sameKey = (pem: string | undefined) => publicKeySha256(pem ?? '') === publicKeySha256(set.transport.certificate)

describe('PEM', () => {
  it('is put in order, whatever the order and the text around it', async () => {
    const pem = `Bag Attributes\r\n${set.ca.certificate}\nsubject=x\n${set.transport.privateKey}${set.transport.certificate}`.replaceAll(
      '\n',
      '\r\n',
    )
    const read = await readCertificateFile({ pem })
    expect(read).toEqual({
      certificates: [set.transport.certificate, set.ca.certificate],
      privateKeys: [set.transport.privateKey],
      warnings: [],
    })
  })

  it('without a key begins with the leaf', async () => {
    const read = await readCertificateFile({ pem: set.ca.certificate + set.signing.certificate })
    expect(read.certificates).toEqual([set.signing.certificate, set.ca.certificate])
    expect(read.privateKeys).toEqual([])
  })

  it('names certificates that do not belong to the chain', async () => {
    const read = await readCertificateFile({ pem: set.transport.certificate + set.signing.certificate + set.transport.privateKey })
    expect(read.certificates).toEqual([set.transport.certificate])
    expect(read.warnings).toHaveLength(1)
    expect(read.warnings[0]).toMatch(/does not belong to the chain/)
  })

  it.each([
    ['PKCS#1', ['rsa', '-in', 'key.pem', '-traditional', '-out', 'k'], 'BEGIN RSA PRIVATE KEY'],
    [
      'encrypted PKCS#8',
      ['pkcs8', '-topk8', '-in', 'key.pem', '-passout', `pass:${passphrase}`, '-out', 'k'],
      'BEGIN ENCRYPTED PRIVATE KEY',
    ],
    [
      'PKCS#8 with scrypt',
      ['pkcs8', '-topk8', '-scrypt', '-in', 'key.pem', '-passout', `pass:${passphrase}`, '-out', 'k'],
      'BEGIN ENCRYPTED',
    ],
    [
      'PKCS#8 with 3DES',
      ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES', '-in', 'key.pem', '-passout', `pass:${passphrase}`, '-out', 'k'],
      'BEGIN ENCRYPTED',
    ],
    [
      'legacy AES',
      ['rsa', '-traditional', '-aes256', '-in', 'key.pem', '-passout', `pass:${passphrase}`, '-out', 'k'],
      'Proc-Type: 4,ENCRYPTED',
    ],
    [
      'legacy 3DES',
      ['rsa', '-traditional', '-des3', '-in', 'key.pem', '-passout', `pass:${passphrase}`, '-out', 'k'],
      'DEK-Info: DES-EDE3-CBC',
    ],
  ])('takes a key in the form %s', async (_, command, mark) => {
    const folder = filled()
    folder.openssl(...command)
    const key = readFileSync(folder.path('k'), 'utf8')
    expect(key).toContain(mark)
    const read = await readCertificateFile({ pem: key + set.transport.certificate, passphrase })
    expect(read.privateKeys).toEqual([set.transport.privateKey])
    if (!mark.includes('ENCRYPTED') && !mark.includes('DEK')) return
    const pem = key + set.transport.certificate
    expect(await failure(() => readCertificateFile({ pem, passphrase: 'wrong' }))).toMatchObject({
      code: 'CERTIFICATE_INVALID',
      message: 'Passphrase is wrong',
      details: { field: 'passphrase' },
    })
    expect(await failure(() => readCertificateFile({ pem }))).toMatchObject({
      message: 'Private key is encrypted and needs a passphrase',
      details: { field: 'passphrase' },
    })
  })

  it('takes an elliptic key (SEC1) with its certificate', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const folder = temporaryFolder()
    folder.write('k', privateKey.export({ type: 'sec1', format: 'pem' }))
    const certificate = folder.openssl('req', '-new', '-x509', '-key', 'k', '-subj', '/CN=ec')
    const read = await readCertificateFile({ pem: readFileSync(folder.path('k'), 'utf8') + certificate })
    expect(publicKeySha256(read.privateKeys[0] ?? '')).toBe(publicKeySha256(certificate))
  })

  it('with an outdated cipher is told apart from a wrong passphrase', async () => {
    const key =
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,0011223344556677\n\nAAAA\n-----END RSA PRIVATE KEY-----\n'
    const error = await failure(() => readCertificateFile({ pem: key + set.transport.certificate, passphrase }))
    expect(error).toMatchObject({ message: 'Encryption of the file is outdated or unknown: DES-CBC', details: { field: 'pem' } })
    expect(error.details.remedy).toMatch(/AES-256/)
  })
})

describe('DER', () => {
  it('is read as certificate, and together with a key in PEM', async () => {
    const read = await readCertificateFile({ base64: der(set.transport.certificate), pem: set.transport.privateKey })
    expect(read).toMatchObject({ certificates: [set.transport.certificate], privateKeys: [set.transport.privateKey] })
  })

  it('and PEM are recognised in the other field too', async () => {
    expect((await readCertificateFile({ pem: der(set.ca.certificate) })).certificates).toEqual([set.ca.certificate])
    const { certificates } = await readCertificateFile({ base64: Buffer.from(set.ca.certificate).toString('base64') })
    expect(certificates).toEqual([set.ca.certificate])
  })
})

describe('PKCS#12', () => {
  const make = (folder: Folder, ...options: string[]) => {
    const files = ['-inkey', 'key.pem', '-in', 'cert.pem', '-certfile', 'ca.pem']
    folder.openssl('pkcs12', '-export', ...files, '-out', 'f.p12', '-passout', `pass:${passphrase}`, ...options)
    return base64(folder, 'f.p12')
  }

  it.each([
    ['modern', [], []],
    ['3DES', ['-legacy', '-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'], ['3DES with SHA-1']],
    ['RC2-40', ['-legacy'], ['RC2-40 with SHA-1', '3DES with SHA-1']],
    ['RC2-128', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-RC2-128'], ['RC2-128 with SHA-1']],
    ['two-key 3DES', ['-certpbe', 'PBE-SHA1-2DES', '-keypbe', 'PBE-SHA1-2DES'], ['two-key 3DES with SHA-1']],
    ['a SHA-512 check', ['-macalg', 'sha512', '-keypbe', 'aes-128-cbc'], []],
    ['clear certificates', ['-certpbe', 'NONE'], []],
    ['no integrity check', ['-nomac'], []],
  ])('opens: %s', async (_, options, weak) => {
    const file = make(filled(), ...options)
    const read = await readCertificateFile({ base64: file, passphrase })
    expect(read.certificates).toEqual([set.transport.certificate, set.ca.certificate])
    expect(read.privateKeys).toHaveLength(1)
    expect(sameKey(read.privateKeys[0])).toBe(true)
    expect(read.warnings).toHaveLength(weak.length)
    for (const [index, name] of weak.entries()) expect(read.warnings[index]).toContain(name)
    expect(await failure(() => readCertificateFile({ base64: file, passphrase: 'wrong' }))).toMatchObject({
      code: 'CERTIFICATE_INVALID',
      message: 'Passphrase is wrong',
      details: { field: 'passphrase' },
    })
    expect(await failure(() => readCertificateFile({ base64: file }))).toMatchObject({
      message: 'PKCS#12 file needs a passphrase',
      details: { field: 'passphrase' },
    })
  })

  it('with an encryption that is not opened is told apart from a wrong passphrase', async () => {
    const error = await failure(async () => {
      const file = make(filled(), '-legacy', '-certpbe', 'PBE-SHA1-RC4-128')
      return readCertificateFile({ base64: file, passphrase })
    })
    expect(error).toMatchObject({
      code: 'CERTIFICATE_INVALID',
      message: 'Encryption of the file is outdated or unknown: RC4-128 with SHA-1',
      details: { field: 'base64' },
    })
    expect(error.details.remedy).toMatch(/openssl pkcs12/)
  })

  it('without an integrity check knows every wrong passphrase, also where the padding happens to be right', async () => {
    const file = make(filled(), '-nomac', '-iter', '1')
    for (let attempt = 0; attempt < 600; attempt++) {
      const error = await failure(() => readCertificateFile({ base64: file, passphrase: `wrong ${attempt}` }))
      expect(error.details.field).toBe('passphrase')
    }
  })

  it('that asks for endless work is refused at once', async () => {
    const file = make(filled(), '-iter', '2000000')
    expect(await failure(() => readCertificateFile({ base64: file, passphrase }))).toMatchObject({
      message: 'Encryption of the file asks for too much work to open',
      details: { field: 'base64' },
    })
  })
})

describe('what cannot be read', () => {
  it.each([
    ['nothing', {}, 'INVALID_INPUT', 'pem', /Nothing to read/],
    ['blank text', { pem: ' \n' }, 'INVALID_INPUT', 'pem', /Nothing to read/],
    ['other text', { pem: 'hello' }, 'CERTIFICATE_INVALID', 'pem', /not a certificate/],
    ['another file', { base64: Buffer.from('%PDF-1.7').toString('base64') }, 'CERTIFICATE_INVALID', 'base64', /not a certificate/],
    ['other DER', { base64: 'MAMCAQA=' }, 'CERTIFICATE_INVALID', 'base64', /not a certificate/],
    [
      'a public key',
      { pem: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' },
      'CERTIFICATE_INVALID',
      'pem',
      /not a certificate/,
    ],
    [
      'a broken certificate',
      { pem: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
      'CERTIFICATE_INVALID',
      'pem',
      /cannot be read/,
    ],
    ['too much', { pem: 'x'.repeat(1024 * 1024 + 4) }, 'INVALID_INPUT', 'pem', /larger than 1 MiB/],
    ['too many bytes', { base64: 'A'.repeat(1_400_000) }, 'INVALID_INPUT', 'base64', /larger than 1 MiB/],
  ] as const)('is refused: %s', async (_, input, code, field, message) => {
    const error = await failure(() => readCertificateFile(input))
    expect(error.code).toBe(code)
    expect(error.details.field).toBe(field)
    expect(error.message).toMatch(message)
  })

  it('is named when it is a key or a signing request instead', async () => {
    const { signingRequest, privateKey } = await createSigningRequest({ type: 'obwac', organisation })
    expect((await failure(() => readCertificateFile({ pem: privateKey }))).message).toBe('File holds a private key but no certificate')
    const error = await failure(() => readCertificateFile({ pem: signingRequest }))
    expect(error.message).toBe('File holds a signing request but no certificate')
    expect(error.details.remedy).toMatch(/directory issue/)
  })

  it('is a file cut short', async () => {
    const whole = Buffer.from(der(set.transport.certificate), 'base64')
    const error = await failure(() => readCertificateFile({ base64: whole.subarray(0, 300).toString('base64') }))
    expect(error.details).toMatchObject({ field: 'base64', remedy: 'The file is cut short or damaged; get it again.' })
  })
})
