// Draws resources/icon.svg in the forms that each system wants, with Chromium. The results are kept with the sources.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { icnsOf, icoOf } from './packaging/icon-files.ts'

const resources = fileURLToPath(new URL('../resources/', import.meta.url))
const svg = readFileSync(`${resources}icon.svg`, 'utf8')

/** Only macOS wants the margin that is drawn; elsewhere an icon fills its square. */
const filled = svg.replace('viewBox="0 0 1024 1024"', 'viewBox="84 84 856 856"')

// The sandbox does not work for root, and what is drawn is a file of this project.
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
const page = await browser.newPage()

const draw = async (source: string, size: number): Promise<Buffer> => {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>${source}`)
  return page.screenshot({ omitBackground: true })
}

const drawAll = async (source: string, sizes: number[]): Promise<Map<number, Buffer>> => {
  const drawn = new Map<number, Buffer>()
  for (const size of sizes) drawn.set(size, await draw(source, size))
  return drawn
}

const linux = await drawAll(filled, [16, 24, 32, 48, 64, 128, 256, 512])
mkdirSync(`${resources}icons`, { recursive: true })
for (const [size, png] of linux) writeFileSync(`${resources}icons/${size}x${size}.png`, png)
writeFileSync(`${resources}icon.ico`, icoOf(new Map([...linux].filter(([size]) => size <= 256))))
writeFileSync(`${resources}icon.icns`, icnsOf(await drawAll(svg, [32, 64, 128, 256, 512, 1024])))
await browser.close()
