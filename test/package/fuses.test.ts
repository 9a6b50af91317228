import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options } from '@electron/fuses'
import { describe, expect, test } from 'vitest'
import { fuses, readFuses, setFuses, wrongFuses } from '../../scripts/fuses.ts'
import { electronsFuses, standInBinary } from '../../scripts/packaging/stand-in.ts'
import { temporaryFolder } from '../support/app.ts'

const binary = (content: Buffer = standInBinary()): string => {
  const file = join(temporaryFolder(), 'electron')
  writeFileSync(file, content)
  return file
}

const statesOf = async (file: string) => Object.fromEntries((await readFuses(file)).map(({ name, state }) => [name, state]))

describe('the table', () => {
  test('is what was decided', () => {
    expect(Object.fromEntries(fuses.map(({ fuse, on }) => [FuseV1Options[fuse], on]))).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    })
  })

  test('has every fuse that can be set, in their order, each with its reason', () => {
    const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number')
    expect(fuses.map(({ fuse }) => fuse)).toEqual(known)
    expect(fuses.filter(({ why }) => !/^[A-Z].{10,}\.$/.test(why))).toEqual([])
    expect(new Set(fuses.map(({ why }) => why)).size).toBe(fuses.length)
  })
})

describe('setting them', () => {
  test('changes the fuses of a binary and nothing else', async () => {
    const file = binary()
    const before = readFileSync(file)
    expect(Object.values(await statesOf(file)).join(' ')).toBe('on off on on off off off on on')
    expect(wrongFuses(await readFuses(file))).toHaveLength(7)

    await setFuses(file)
    expect(Object.values(await statesOf(file)).join(' ')).toBe('off on off off on on off off on')
    expect(wrongFuses(await readFuses(file))).toEqual([])

    // The wire itself: version 1, nine fuses, a character each.
    const after = readFileSync(file)
    const place = after.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 32
    expect(after.subarray(place, place + 11).toString('latin1')).toBe('\x01\x09010011001')
    expect(after.length).toBe(before.length)
    const changed = [...after.keys()].filter((index) => after[index] !== before[index])
    expect(changed.every((index) => index >= place + 2 && index < place + 11)).toBe(true)
  })

  test('twice is the same as once', async () => {
    const file = binary()
    await setFuses(file)
    const once = readFileSync(file)
    await setFuses(file)
    expect(readFileSync(file)).toEqual(once)
  })

  test('a fuse that Electron has and the table has not is an error', async () => {
    const file = binary(standInBinary(`${electronsFuses}0`))
    const before = readFileSync(file)
    await expect(setFuses(file)).rejects.toThrow('strictlyRequireAllFuses')
    expect(readFileSync(file)).toEqual(before)
  })

  test('so is one of the table that Electron has not', async () => {
    await expect(setFuses(binary(standInBinary(electronsFuses.slice(0, 8))))).rejects.toThrow('WasmTrapHandlers')
  })

  test('so is a file without fuses', async () => {
    await expect(setFuses(binary(Buffer.from('no fuses')))).rejects.toThrow('sentinel')
  })
})

test('a fuse that was removed or is not there is wrong', async () => {
  const file = binary(standInBinary('r1001000'))
  expect(wrongFuses(await readFuses(file))).toEqual([
    'The fuse RunAsNode is removed and must be off',
    'The fuse OnlyLoadAppFromAsar is off and must be on',
    'The fuse WasmTrapHandlers is absent and must be on',
  ])
})

describe('the script that reads them', () => {
  const script = join(import.meta.dirname, '../../scripts/fuses-read.ts')
  const read = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })

  test('of an app as it must be', async () => {
    const file = binary()
    await setFuses(file)
    const { status, stdout, stderr } = read(file)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout.split('\n')[0]).toMatch(/^off +RunAsNode: SECURITY: /)
    expect(stdout.trim().split('\n')).toHaveLength(9)
  })

  test('of Electron as it comes', () => {
    const { status, stderr } = read(binary())
    expect(status).toBe(1)
    expect(stderr).toContain('The fuse RunAsNode is on and must be off.\n')
  })

  test('of nothing, and of what has none', () => {
    expect(read().status).toBe(2)
    expect(read(binary(Buffer.from('no fuses'))).stderr).toMatch(/^The fuses of .+ cannot be read: /)
    expect(read(join(temporaryFolder(), 'absent')).status).toBe(2)
  })
})
