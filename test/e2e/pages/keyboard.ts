import type { Locator, Page } from 'playwright-core'

/** A person without a mouse. */
export const keyboard = (page: Page) => {
  const own = {
    /** Presses Tab until the focus is there. */
    async to(target: Locator): Promise<void> {
      for (let presses = 0; presses < 80; presses += 1) {
        if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`Tab never came to ${target}`)
    },
    async press(target: Locator, key = 'Enter'): Promise<void> {
      await own.to(target)
      await page.keyboard.press(key)
    },
    async type(target: Locator, words: string): Promise<void> {
      await own.to(target)
      await page.keyboard.press('Control+a')
      await page.keyboard.type(words)
    },
  }
  return own
}
