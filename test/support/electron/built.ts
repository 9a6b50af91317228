import { afterAll, beforeAll } from 'vitest'
import { type BuiltApp, buildApp } from './build.ts'

/** One build for the tests of a file. */
export const shareBuiltApp = (): (() => BuiltApp) => {
  let built: BuiltApp | undefined
  beforeAll(async () => {
    built = await buildApp()
  })
  afterAll(() => built?.remove())
  return () => {
    if (!built) throw new Error('Only within a test')
    return built
  }
}
