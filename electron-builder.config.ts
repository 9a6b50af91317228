// What is packaged, and how. `npm run package` adds where Electron is; see scripts/package.ts.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AfterPackContext, Configuration, FileSet } from 'electron-builder'
import { readFuses, setFuses, wrongFuses } from './scripts/fuses.ts'

export const productName = 'TPP Workbench'
export const executableName = 'tpp-workbench'

/** Both native modules use Node-API: one binary serves every Node and Electron, so nothing is rebuilt. */
const sqlite = (platform: string): FileSet => ({
  from: 'node_modules/better-sqlite3',
  to: 'node_modules/better-sqlite3',
  filter: ['package.json', 'LICENSE', 'lib/**/*.js', '!lib/{darwin,linux,linuxmusl,win32}-*.js', `prebuilds/${platform}-\${arch}.node`],
})

const keytar: FileSet = {
  from: 'node_modules/keytar',
  to: 'node_modules/keytar',
  filter: ['package.json', 'LICENSE.md', 'lib/*.js', 'build/Release/keytar.node'],
}

/** All that the app consists of, file by file: everything else in node_modules is built into the bundles. */
export const bundles: FileSet = {
  from: 'out',
  to: 'out',
  filter: [
    'main/index.js',
    'main/model-bank.js',
    'main/chunks/*.js',
    'main/licences.md',
    'preload/index.cjs',
    'renderer/index.html',
    'renderer/licences.md',
    'renderer/assets/*.{js,css,svg}',
  ],
}

const knownBanks: FileSet = { from: 'resources', to: 'resources', filter: ['bank-profiles.json'] }

/** Electron's own start page, which is in the folder that its package unpacks. macOS's is renamed after this. */
const removeStartPage = ({ appOutDir, electronPlatformName }: AfterPackContext) => {
  const resources = electronPlatformName === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources'
  return rm(join(appOutDir, resources, 'default_app.asar'), { force: true })
}

// Before signing. Not by the option electronFuses, which knows eight of the nine fuses.
const fuseApp = async ({ appOutDir, electronPlatformName }: AfterPackContext) => {
  const name = electronPlatformName === 'linux' ? executableName : productName
  const app = join(appOutDir, `${name}${{ darwin: '.app', win32: '.exe' }[electronPlatformName] ?? ''}`)
  await setFuses(app)
  const wrong = wrongFuses(await readFuses(app))
  if (wrong.length > 0) throw new Error(wrong.join('. '))
}

const configuration: Configuration = {
  appId: 'local.tpp-workbench',
  productName,
  copyright: productName,
  directories: { output: 'dist', buildResources: 'resources' },
  artifactName: `\${name}-\${version}-\${os}-\${arch}.\${ext}`,
  extraMetadata: {
    // Without it, Windows would show Electron's maker as that of the app.
    author: productName,
    // The deb wants a homepage and an address. There is neither: names below .invalid lead nowhere (RFC 2606 §2).
    homepage: 'https://tpp-workbench.invalid/',
    desktopName: `${executableName}.desktop`,
  },

  files: ['package.json', knownBanks, bundles, keytar],
  // The list above is complete: nothing is collected from node_modules, installed or rebuilt.
  beforeBuild: async () => false,
  asar: { smartUnpack: false },
  // The system loads native modules from files only.
  asarUnpack: ['**/*.node'],
  electronLanguages: ['en-GB', 'en-US'],
  afterExtract: removeStartPage,
  afterPack: fuseApp,
  publish: null,

  linux: {
    target: ['AppImage', 'deb'],
    files: [sqlite('linux')],
    icon: 'resources/icons',
    executableName,
    category: 'Development',
    maintainer: `${productName} <nobody@tpp-workbench.invalid>`,
    synopsis: 'Tool for third-party providers in UK Open Banking',
    syncDesktopName: true,
    // SECURITY: unless told otherwise, electron-builder starts an AppImage with --no-sandbox.
    executableArgs: [],
  },
  deb: { packageCategory: 'devel' },

  mac: {
    target: ['dmg'],
    files: [sqlite('darwin')],
    icon: 'resources/icon.icns',
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    entitlements: 'resources/entitlements.mac.plist',
    entitlementsInherit: 'resources/entitlements.mac.plist',
    // Ad hoc: Apple silicon runs nothing unsigned. It says nothing about who made the app, and nothing is notarised.
    identity: '-',
    notarize: false,
  },
  dmg: { writeUpdateInfo: false },

  // Not signed: Windows warns at the first start.
  win: {
    target: ['nsis'],
    files: [sqlite('win32')],
    icon: 'resources/icon.ico',
    requestedExecutionLevel: 'asInvoker',
  },
  nsis: {
    oneClick: true,
    // Per user, without rights of an administrator, and without the helper that asks for them.
    perMachine: false,
    allowElevation: false,
    packElevateHelper: false,
    // The workspace, with its keys, stays until the person removes it.
    deleteAppDataOnUninstall: false,
    differentialPackage: false,
  },
}

export default configuration
