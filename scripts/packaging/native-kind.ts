// For which system a native module is, by the first bytes of its file.

const elfMachines: Record<number, string> = { 62: 'linux-x64', 183: 'linux-arm64' }
const machTypes: Record<number, string> = { 16777223: 'darwin-x64', 16777228: 'darwin-arm64' }
const peMachines: Record<number, string> = { 34404: 'win32-x64', 43620: 'win32-arm64' }

const windowsKind = (file: Buffer): string | undefined => {
  const headers = file.readUInt32LE(0x3c)
  if (headers + 6 > file.length) return undefined
  return peMachines[file.readUInt16LE(headers + 4)]
}

/** Platform and architecture as Node names them, joined by a hyphen; null for anything else. */
export const nativeKind = (file: Buffer): string | null => {
  if (file.length < 0x40) return null
  const magic = file.readUInt32BE(0)
  if (magic === 0x7f454c46) return elfMachines[file.readUInt16LE(18)] ?? null
  if (magic === 0xcffaedfe) return machTypes[file.readUInt32LE(4)] ?? null
  if (file.toString('latin1', 0, 2) === 'MZ') return windowsKind(file) ?? null
  return null
}
