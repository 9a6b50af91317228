import { defineConfig } from 'vitest/config'
import { closingLine } from './test/support/closing-line.ts'

// What needs Electron's binary: its own tests, and the end-to-end suite, which opens Electron in place of the browser.
export default defineConfig({
  test: {
    include: ['test/electron/**/*.spec.ts', 'test/e2e/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    reporters: ['default', closingLine],
  },
})
