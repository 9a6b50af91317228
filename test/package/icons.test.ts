import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { icnsOf, icnsTypes, icoOf } from '../../scripts/packaging/icon-files.ts'

const resources = join(import.meta.dirname, '../../resources')

interface Picture {
  width: number
  height: number
  /** 6: red, green, blue and opacity. */
  colour: number
  /** The opacity of the first pixel: 0 in a corner that is rounded. */
  corner: number | undefined
}

const pictureOf = (png: Buffer): Picture => {
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
  const data: Buffer[] = []
  for (let place = 8; place < png.length; place += png.readUInt32BE(place) + 12) {
    const content = png.subarray(place + 8, place + 8 + png.readUInt32BE(place))
    if (png.toString('latin1', place + 4, place + 8) === 'IDAT') data.push(content)
  }
  // A byte for the row's filter, which leaves the first pixel as it is, then its four bytes.
  const corner = inflateSync(Buffer.concat(data))[4]
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), colour: png.readUInt8(25), corner }
}

const square = (size: number): Picture => ({ width: size, height: size, colour: 6, corner: 0 })

test('Linux: PNG files whose names say their sizes', () => {
  const names = readdirSync(join(resources, 'icons'))
  const sizes = [16, 24, 32, 48, 64, 128, 256, 512]
  expect(names.toSorted()).toEqual(sizes.map((size) => `${size}x${size}.png`).toSorted())
  for (const size of sizes) expect(pictureOf(readFileSync(join(resources, 'icons', `${size}x${size}.png`)))).toEqual(square(size))
})

interface Entry {
  type: string
  png: Buffer
}

const icoEntries = (file: Buffer): Entry[] => {
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1])
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = file.subarray(6 + 16 * index)
    const offset = entry.readUInt32LE(12)
    const type = `${entry.readUInt8(0)}x${entry.readUInt8(1)} ${entry.readUInt16LE(4)} ${entry.readUInt16LE(6)}`
    return { type, png: file.subarray(offset, offset + entry.readUInt32LE(8)) }
  })
}

const icnsEntries = (file: Buffer): Entry[] => {
  expect([file.toString('latin1', 0, 4), file.readUInt32BE(4)]).toEqual(['icns', file.length])
  const entries: Entry[] = []
  for (let place = 8; place < file.length; place += file.readUInt32BE(place + 4)) {
    entries.push({ type: file.toString('latin1', place, place + 4), png: file.subarray(place + 8, place + file.readUInt32BE(place + 4)) })
  }
  return entries
}

test('Windows: an ICO with every size that it shows', () => {
  const file = readFileSync(join(resources, 'icon.ico'))
  const entries = icoEntries(file)
  expect(entries.map(({ type }) => type)).toEqual([16, 24, 32, 48, 64, 128, 0].map((size) => `${size}x${size} 1 32`))
  expect(entries.map(({ png }) => pictureOf(png))).toEqual([16, 24, 32, 48, 64, 128, 256].map(square))
  expect(file.length).toBe(6 + 16 * entries.length + entries.reduce((sum, { png }) => sum + png.length, 0))
})

test('macOS: an ICNS up to 1024 pixels', () => {
  const entries = icnsEntries(readFileSync(join(resources, 'icon.icns')))
  expect(entries.map(({ type, png }) => [type, pictureOf(png)])).toEqual(icnsTypes.map(([type, size]) => [type, square(size)]))
  expect(Math.max(...icnsTypes.map(([, size]) => size))).toBe(1024)
})

test('the drawing takes nothing from elsewhere', () => {
  const svg = readFileSync(join(resources, 'icon.svg'), 'utf8')
  expect(svg).toContain('viewBox="0 0 1024 1024"')
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|<image|<text|href/)
})

describe('the containers', () => {
  const pictures = new Map([32, 64, 128, 256, 512, 1024].map((size) => [size, Buffer.from(`picture ${size}`)]))

  test('ICO', () => {
    const entries = icoEntries(
      icoOf(
        new Map([
          [32, Buffer.from('small')],
          [256, Buffer.from('large one')],
        ]),
      ),
    )
    expect(entries.map(({ type, png }) => [type, png.toString()])).toEqual([
      ['32x32 1 32', 'small'],
      ['0x0 1 32', 'large one'],
    ])
  })

  test('ICNS', () => {
    const entries = icnsEntries(icnsOf(pictures))
    expect(entries.map(({ png }) => png.toString())).toEqual(icnsTypes.map(([, size]) => `picture ${size}`))
    pictures.delete(512)
    expect(() => icnsOf(pictures)).toThrow('A picture of 512 pixels is missing')
  })
})
