// The CA that a browser may be told to trust: kept, and of no use for any other site, as openssl judges it.

import { describe, expect, test } from 'vitest'
import { createRedirectAuthority } from '../../../../src/main/core/redirect/redirect-authority.ts'
import { openWorkspace } from '../../../../src/main/core/workspace/open-workspace.ts'
import { createLoopbackAuthority, type Identity, issueServer } from '../../../../src/pki/certificate.ts'
import { startTestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { openssl } from '../../../support/openssl.ts'
import { fixedClock, noKeychain } from '../../../support/workspace-fixtures.ts'

describe('what it certifies', () => {
  // As a listener's: openssl takes a common name that looks like a host for one.
  const commonName = 'TPP Workbench redirect'
  const verify = (ca: Identity, leaf: Identity): string => {
    const files = { 'ca.pem': ca.certificate, 'leaf.pem': leaf.certificate }
    return openssl(['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', 'ca.pem', 'leaf.pem'], files).toString()
  }

  test('its constraints are critical, and name this computer only', async () => {
    const ca = await createLoopbackAuthority({})
    const printed = openssl(['x509', '-in', 'ca.pem', '-noout', '-text'], { 'ca.pem': ca.certificate }).toString()
    expect(printed).toMatch(
      /Name Constraints: critical\s+Permitted:\s+DNS:localhost\s+IP:127\.0\.0\.1\/255\.255\.255\.255\s+IP:0:0:0:0:0:0:0:1\/FFFF(:FFFF){7}\s/i,
    )
    expect(printed).not.toContain('Excluded')
    expect(printed).toMatch(/CA:TRUE, pathlen:0/)
  })

  test.each<[dnsNames: string[], ipAddresses: string[]]>([
    [['localhost'], []],
    [[], ['127.0.0.1']],
    [[], ['::1']],
  ])('%j %j', async (dnsNames, ipAddresses) => {
    const ca = await createLoopbackAuthority({})
    expect(verify(ca, await issueServer({ ca, dnsNames, ipAddresses, commonName }))).toContain('leaf.pem: OK')
  })

  test.each<[dnsNames: string[], ipAddresses: string[]]>([
    [['bank.example'], []],
    [['localhost', 'bank.example'], []],
    [['localhost.example'], []],
    [[], ['127.0.0.2']],
    [[], ['192.0.2.1']],
    [[], ['::2']],
  ])('%j %j does not verify', async (dnsNames, ipAddresses) => {
    const ca = await createLoopbackAuthority({})
    const leaf = await issueServer({ ca, dnsNames, ipAddresses, commonName })
    expect(() => verify(ca, leaf)).toThrow(/permitted subtree violation/)
  })
})

describe('in a workspace', () => {
  test('it is the same after a restart, and its key is never shown', async () => {
    const options = { dataDir: temporaryFolder(), env: { ...workspaceKey() } }
    const first = await startTestApp({ ...options, env: { ...options.env } })
    const [made, again] = await Promise.all([first.call('redirectAuthority.get', {}), first.call('redirectAuthority.get', {})])
    expect(again).toEqual(made)
    expect(Object.keys(made)).toEqual(['certificate'])
    await first.close()
    const second = await startTestApp({ ...options, env: { ...options.env } })
    expect(await second.call('redirectAuthority.get', {})).toEqual(made)
  })

  test('an expired one is made anew', async () => {
    const workspace = await openWorkspace({ dataDir: null, clock: fixedClock, env: {}, keytar: noKeychain })
    const parts = { store: workspace.store, secrets: workspace.secrets }
    const at = (now: Date) => createRedirectAuthority({ ...parts, clock: { ...fixedClock, now: () => now } })
    const first = await at(new Date('2026-01-01T00:00:00Z')).get()
    expect(await at(new Date('2035-12-31T00:00:00Z')).get()).toEqual(first)
    const next = await at(new Date('2036-01-02T00:00:00Z')).get()
    expect(next.certificate).not.toBe(first.certificate)
    workspace.close()
  })
})
