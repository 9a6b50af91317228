// The containers that Windows and macOS keep icons in. Both take the pictures as PNG.

const icoHeader = 6
const icoEntry = 16

/** A Windows icon of PNG pictures by size in pixels, at most 256. */
export const icoOf = (pictures: Map<number, Buffer>): Buffer => {
  const head = Buffer.alloc(icoHeader + icoEntry * pictures.size)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.size, 4)
  let offset = head.length
  for (const [index, [size, png]] of [...pictures].entries()) {
    const entry = icoHeader + icoEntry * index
    // One byte each for width and height: 0 stands for 256.
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(png.length, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += png.length
  }
  return Buffer.concat([head, ...pictures.values()])
}

/** The types whose pictures are PNG, with their size in pixels: a size that occurs twice serves two densities of screen. */
export const icnsTypes: [type: string, size: number][] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]

const icnsBlock = (type: string, content: Buffer): Buffer => {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(head.length + content.length, 4)
  return Buffer.concat([head, content])
}

/** A macOS icon of PNG pictures by size in pixels. */
export const icnsOf = (pictures: Map<number, Buffer>): Buffer => {
  const blocks = icnsTypes.map(([type, size]) => {
    const png = pictures.get(size)
    if (!png) throw new Error(`A picture of ${size} pixels is missing`)
    return icnsBlock(type, png)
  })
  return icnsBlock('icns', Buffer.concat(blocks))
}
