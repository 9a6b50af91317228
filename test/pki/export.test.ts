import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CertificateSet, createPsd2Set } from '../../src/pki/certificate.ts'
import { exportPkcs8, exportPkcs12 } from '../../src/pki/export.ts'
import { readCertificateFile } from '../../src/pki/import.ts'
import { failure, organisation, temporaryFolder } from '../support/pki.ts'

const passphrase = 'pässphrase 12'
let set: CertificateSet
beforeAll(async () => {
  set = await createPsd2Set(organisation)
})
const pkcs12 = () => exportPkcs12({ ...set.transport, chain: [set.ca.certificate], passphrase, name: 'Example – transport' })

describe('export as PKCS#8', () => {
  it('is encrypted with AES-256 and opens in openssl and Node', async () => {
    const encrypted = await exportPkcs8(set.transport.privateKey, passphrase)
    expect(encrypted).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/)
    const folder = temporaryFolder()
    folder.write('k', encrypted)
    const structure = folder.openssl('asn1parse', '-in', 'k')
    expect(structure).toMatch(/:PBES2[\s\S]*:PBKDF2[\s\S]*:0927C0[\s\S]*:hmacWithSHA256[\s\S]*:aes-256-cbc/)
    folder.openssl('pkcs8', '-in', 'k', '-passin', `pass:${passphrase}`, '-out', 'clear')
    expect(readFileSync(folder.path('clear'), 'utf8')).toBe(set.transport.privateKey)
    expect(createPrivateKey({ key: encrypted, passphrase }).export({ type: 'pkcs8', format: 'pem' })).toBe(set.transport.privateKey)
    expect(folder.accepts('pkcs8', '-in', 'k', '-passin', 'pass:wrong')).toBe(false)
  })

  it('refuses what is no key', async () => {
    expect((await failure(() => exportPkcs8('nonsense', passphrase))).message).toBe('Private key cannot be read')
  })
})

describe('export as PKCS#12', () => {
  it('opens in openssl without its legacy provider: AES-256 and SHA-256', async () => {
    const folder = temporaryFolder()
    folder.write('f.p12', await pkcs12())
    const printed = folder.openssl('pkcs12', '-in', 'f.p12', '-passin', `pass:${passphrase}`, '-noenc', '-info')
    expect(printed).toMatch(/MAC: sha256, Iteration 100000/)
    expect(printed).toMatch(/Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256/)
    expect(printed).toMatch(/Encrypted data: PBES2, PBKDF2, AES-256-CBC/)
    expect(printed).toContain(set.transport.privateKey.trim())
    expect(printed).toContain(set.transport.certificate.trim())
    expect(printed).toContain(set.ca.certificate.trim())
    expect(printed).toContain('friendlyName: Example')
    expect(folder.accepts('pkcs12', '-in', 'f.p12', '-passin', 'pass:wrong', '-noenc')).toBe(false)
  })

  it('opens in the TLS of Node', async () => {
    const pfx = await pkcs12()
    expect(createSecureContext({ pfx, passphrase }).context).toBeDefined()
    expect(() => createSecureContext({ pfx, passphrase: 'wrong' })).toThrow(/mac verify failure/)
  })

  it('comes back through import', async () => {
    const read = await readCertificateFile({ base64: (await pkcs12()).toString('base64'), passphrase })
    expect(read).toEqual({
      certificates: [set.transport.certificate, set.ca.certificate],
      privateKeys: [set.transport.privateKey],
      warnings: [],
    })
  })

  it('holds the key nowhere in clear', async () => {
    const file = await pkcs12()
    const key = createPrivateKey(set.transport.privateKey).export({ type: 'pkcs8', format: 'der' })
    expect(file.includes(key.subarray(100, 132))).toBe(false)
    expect(file.includes(passphrase)).toBe(false)
  })
})
