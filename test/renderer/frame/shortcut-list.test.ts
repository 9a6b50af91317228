import { beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../../src/renderer/api/client.ts'
import { keysOf, matches, shortcutFor, shortcuts } from '../../../src/renderer/frame/shortcut-list.ts'
import { bridgeOf } from '../../support/renderer-bridge.ts'

interface Press {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

const on = async (platform: string) => {
  globalThis.tppWorkbench = bridgeOf(platform)
  await connect()
}

describe('on Linux and Windows', () => {
  beforeEach(() => on('linux'))

  test.each([
    ['Ctrl K', press('k', { ctrlKey: true }), 'palette'],
    ['Ctrl K with the capitals lock', press('K', { ctrlKey: true }), 'palette'],
    ['Ctrl P', press('p', { ctrlKey: true }), 'paletteAlias'],
    ['Ctrl J', press('j', { ctrlKey: true }), 'log'],
    ['Ctrl Shift F', press('F', { ctrlKey: true, shiftKey: true }), 'findInLog'],
    ['Ctrl F', press('f', { ctrlKey: true }), 'find'],
    ['Ctrl Enter', press('Enter', { ctrlKey: true }), 'run'],
    ['Alt ←', press('ArrowLeft', { altKey: true }), 'back'],
    ['F5', press('F5'), 'refresh'],
    ['? with Shift', press('?', { shiftKey: true }), 'shortcuts'],
    ['? without Shift', press('?'), 'shortcuts'],
    ['K alone', press('k'), undefined],
    ['Command K', press('k', { metaKey: true }), undefined],
    ['Ctrl Alt K', press('k', { ctrlKey: true, altKey: true }), undefined],
    ['Ctrl Shift K', press('K', { ctrlKey: true, shiftKey: true }), undefined],
    ['Ctrl F5, which is the browser’s own', press('F5', { ctrlKey: true }), undefined],
  ])('%s', (_, pressed, id) => expect(shortcutFor(pressed, false)).toBe(id))

  test('who types means letters and the caret, not shortcuts', () => {
    expect(shortcutFor(press('?'), true)).toBeUndefined()
    expect(shortcutFor(press('ArrowLeft', { altKey: true }), true)).toBeUndefined()
    expect(shortcutFor(press('k', { ctrlKey: true }), true)).toBe('palette')
    expect(shortcutFor(press('F5'), true)).toBe('refresh')
  })

  test('keys are written as on the keyboard', () =>
    expect([keysOf('palette'), keysOf('back'), keysOf('findInLog')]).toEqual(['Ctrl K', 'Alt ←', 'Ctrl Shift F']))
})

describe('on a Mac', () => {
  beforeEach(() => on('darwin'))

  test('Command takes the place of Control', () => {
    expect(shortcutFor(press('k', { metaKey: true }), false)).toBe('palette')
    expect(shortcutFor(press('k', { ctrlKey: true }), false)).toBeUndefined()
    expect([keysOf('palette'), keysOf('findInLog')]).toEqual(['⌘K', '⌘⇧F'])
  })
})

test('no two shortcuts answer to the same keys', async () => {
  await on('linux')
  expect(new Set(shortcuts.map(({ keys }) => keys.toLowerCase())).size).toBe(shortcuts.length)
  expect(matches('mod+shift+F', press('f', { ctrlKey: true }))).toBe(false)
})
