import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttled } from '../../../src/renderer/features/request-log/throttle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('many asks are one run, a moment later', async () => {
  const work = vi.fn(async () => {})
  const { ask } = throttled(work, 100)
  ask()
  ask()
  expect(work).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(100)
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(work).toHaveBeenCalledTimes(1)
})

test('asked while it runs, it runs once more, after a pause four times as long', async () => {
  const work = vi.fn(() => new Promise<void>((done) => setTimeout(done, 200)))
  const { ask } = throttled(work, 100)
  ask()
  await vi.advanceTimersByTimeAsync(150)
  ask()
  ask()
  await vi.advanceTimersByTimeAsync(150 + 790)
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(20)
  expect(work).toHaveBeenCalledTimes(2)
})

test('ended, it runs no more', async () => {
  const work = vi.fn(async () => {})
  const { ask, end } = throttled(work, 100)
  ask()
  end()
  await vi.advanceTimersByTimeAsync(1000)
  expect(work).not.toHaveBeenCalled()
})
