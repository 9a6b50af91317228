import { defineConfig } from 'vitest/config'
import { closingLine } from './test/support/closing-line.ts'

export default defineConfig({
  test: {
    include: ['test/spec/**/*.spec.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', closingLine],
  },
})
