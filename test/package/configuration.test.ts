import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Arch, build, type Configuration, Platform } from 'electron-builder'
import { describe, expect, test } from 'vitest'
import configuration from '../../electron-builder.config.ts'
import { configurationFor } from '../../scripts/packaging/pack.ts'
import { temporaryFolder } from '../support/app.ts'
import { root } from '../support/package/built.ts'

/** Has electron-builder read the configuration, and returns what it would make the installer from. */
const optionsOf = async (target: string, changes: Configuration = {}): Promise<unknown> => {
  const output = temporaryFolder()
  const prepackaged = join(output, 'app')
  mkdirSync(join(prepackaged, 'resources'), { recursive: true })
  let seen: unknown
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget(target, Arch.x64),
    config: configurationFor({ root, output, electronDist: prepackaged, platform: 'linux', arch: 'x64', changes }),
    prepackaged,
    publish: 'never',
    effectiveOptionComputed: async (options: unknown) => {
      seen = Array.isArray(options) ? [options[0], readFileSync(options[1], 'utf8')] : options
      return true
    },
  })
  return seen
}

const entries = (desktop: string) => Object.fromEntries(desktop.split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)))

const onDesktop = {
  Name: 'TPP Workbench',
  Type: 'Application',
  Terminal: 'false',
  Icon: 'tpp-workbench',
  // As Electron names its windows, by desktopName in package.json, so that they are shown with this entry.
  StartupWMClass: 'tpp-workbench',
  Categories: 'Development;',
  Comment: expect.stringMatching(/^A local tool for third-party providers in UK Open Banking/),
}

describe('electron-builder accepts it', () => {
  test('as it is, for the AppImage', async () => {
    const { desktop, desktopFileName } = (await optionsOf('AppImage')) as { desktop: string; desktopFileName: string }
    expect(desktopFileName).toBe('tpp-workbench.desktop')
    expect(entries(desktop)).toMatchObject({ ...onDesktop, Exec: 'AppRun %U' })
    // SECURITY: the app does not run without Chromium's sandbox.
    expect(desktop).not.toContain('no-sandbox')
  })

  test('as it is, for the deb', async () => {
    const [args, desktop] = (await optionsOf('deb')) as [string[], string]
    const option = (name: string) => args[args.indexOf(`--${name}`) + 1]
    expect(entries(desktop)).toMatchObject({ ...onDesktop, Exec: '"/opt/TPP Workbench/tpp-workbench" %U' })
    expect(['name', 'version', 'architecture', 'category', 'url', 'maintainer'].map(option)).toEqual([
      'tpp-workbench',
      JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
      'amd64',
      'devel',
      'https://tpp-workbench.invalid/',
      'TPP Workbench <nobody@tpp-workbench.invalid>',
    ])
    expect(option('package')).toMatch(/\/tpp-workbench-[\d.]+-linux-amd64\.deb$/)
    expect(args.filter((argument) => argument.endsWith('.png'))).toHaveLength(8)
  })

  test('but not with an option that does not exist', async () => {
    const changes: Configuration & { signing: boolean } = { signing: true }
    await expect(optionsOf('AppImage', changes)).rejects.toThrow(/unknown property 'signing'/)
  })
})

describe('what it says', () => {
  const { appId, productName, copyright, linux, mac, dmg, win, nsis, asar, asarUnpack, publish } = configuration

  test('names, and nobody', () => {
    expect({ appId, productName, copyright }).toEqual({
      appId: 'local.tpp-workbench',
      productName: 'TPP Workbench',
      copyright: 'TPP Workbench',
    })
  })

  test('targets', () => {
    expect([linux?.target, mac?.target, win?.target]).toEqual([['AppImage', 'deb'], ['dmg'], ['nsis']])
  })

  test('one archive, native modules beside it', () =>
    expect({ asar, asarUnpack }).toEqual({ asar: { smartUnpack: false }, asarUnpack: ['**/*.node'] }))

  test('nothing is published, and nobody signs', () => {
    expect(publish).toBeNull()
    expect(mac).toMatchObject({ identity: '-', notarize: false })
    const settings = JSON.stringify({ mac, dmg, win, nsis })
    expect(settings).not.toMatch(/certificate|signtool|azure|provisioning|password|cscLink/i)
  })

  test('Windows: for one person, without rights of an administrator, the workspace stays', () => {
    expect(win).toMatchObject({ requestedExecutionLevel: 'asInvoker' })
    expect(nsis).toMatchObject({ perMachine: false, allowElevation: false, packElevateHelper: false, deleteAppDataOnUninstall: false })
  })

  test('macOS: the hardened runtime with two exceptions, for the app and its helpers', () => {
    expect(mac).toMatchObject({ hardenedRuntime: true, entitlementsInherit: mac?.entitlements })
    const plist = readFileSync(join(root, mac?.entitlements ?? ''), 'utf8')
    const [, dict = ''] = /<dict>(.*)<\/dict>/s.exec(plist.replaceAll(/<!--.*?-->/gs, '')) ?? []
    expect(dict.replaceAll(/\s/g, '')).toBe(
      '<key>com.apple.security.cs.allow-jit</key><true/><key>com.apple.security.cs.disable-library-validation</key><true/>',
    )
    // Each with its reason.
    expect(plist.match(/-->\s*<key>/g)).toHaveLength(2)
  })
})
