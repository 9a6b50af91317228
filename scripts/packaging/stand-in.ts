// Something in the place of Electron, so that everything but Electron can be packaged and checked where its binary is not.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What marks the fuses in Electron's binary; then come a byte each for their version and number, and one per fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const version = 1

/** The fuses as Electron comes, in their order: the character 1 is on, 0 is off. */
export const electronsFuses = '101100011'

export const standInBinary = (states = electronsFuses): Buffer =>
  Buffer.concat([
    Buffer.from('This is not Electron. It stands in for it, with its fuses.\n'),
    Buffer.from(sentinel),
    Buffer.from([version, states.length]),
    Buffer.from(states),
    Buffer.from('\n'),
  ])

const plist = (name: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${name}</string></dict></plist>
`

/** The files that electron-builder looks for in an unpacked Electron, by platform. */
const standInFiles = (platform: NodeJS.Platform): Record<string, Buffer | string> => {
  const common = { LICENSE: 'The licence of Electron\n', version: '0.0.0' }
  if (platform === 'darwin') {
    const contents = 'Electron.app/Contents'
    return {
      ...common,
      [`${contents}/Info.plist`]: plist('Electron'),
      [`${contents}/MacOS/Electron`]: 'The binary is in the framework.\n',
      [`${contents}/Frameworks/Electron Framework.framework/Electron Framework`]: standInBinary(),
      [`${contents}/Frameworks/Electron Framework.framework/Versions/A/Resources/en.lproj/locale.pak`]: '',
      [`${contents}/Frameworks/Electron Helper.app/Contents/Info.plist`]: plist('Electron Helper'),
      [`${contents}/Frameworks/Electron Helper.app/Contents/MacOS/Electron Helper`]: '',
      [`${contents}/Resources/en.lproj/locale.pak`]: '',
      [`${contents}/Resources/default_app.asar`]: '',
    }
  }
  return {
    ...common,
    [platform === 'win32' ? 'electron.exe' : 'electron']: standInBinary(),
    'locales/de.pak': '',
    'locales/en-GB.pak': '',
    'locales/en-US.pak': '',
    'resources/default_app.asar': '',
  }
}

export const writeStandIn = (folder: string, platform: NodeJS.Platform): void => {
  for (const [path, content] of Object.entries(standInFiles(platform))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content, { mode: 0o755 })
  }
}
