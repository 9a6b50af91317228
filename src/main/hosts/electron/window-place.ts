// Where the window was is where it comes up again.

import { type BrowserWindow, type Rectangle, screen } from 'electron'
import { z } from 'zod'
import { smallFile } from './small-file.ts'

export const smallest = { width: 1024, height: 700 }
const usual = { width: 1280, height: 800 }

const place = z.strictObject({
  bounds: z.strictObject({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) }),
  maximised: z.boolean(),
})
const file = smallFile('window.json', place)

/** The screen may have gone since; a strip of the title bar must be within reach. */
const isReachable = ({ x, y, width }: Rectangle): boolean =>
  screen
    .getAllDisplays()
    .some(
      ({ workArea }) =>
        x + width > workArea.x + 100 && x < workArea.x + workArea.width - 100 && y >= workArea.y && y < workArea.y + workArea.height - 50,
    )

export interface WindowPlace {
  bounds: Partial<Rectangle> & { width: number; height: number }
  maximised: boolean
}

/** After "ready". */
export const rememberedPlace = (): WindowPlace => {
  const kept = file.read()
  if (!kept) return { bounds: usual, maximised: false }
  const { bounds, maximised } = kept
  const size = { width: Math.max(bounds.width, smallest.width), height: Math.max(bounds.height, smallest.height) }
  return { bounds: isReachable(bounds) ? { x: bounds.x, y: bounds.y, ...size } : size, maximised }
}

export const rememberPlace = (window: BrowserWindow): void => {
  window.on('close', () => file.write({ bounds: window.getNormalBounds(), maximised: window.isMaximized() }))
}
