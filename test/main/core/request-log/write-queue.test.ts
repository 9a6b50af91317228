import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createWriteQueue } from '../../../../src/main/core/request-log/write-queue.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function recordingQueue() {
  const writes: number[][] = []
  let problem: Error | null = null
  const queue = createWriteQueue<number>((items) => {
    if (problem) throw problem
    writes.push(items)
  })
  return { queue, writes, breakWith: (error: Error | null) => (problem = error) }
}

test('what waits is written together after 1 ms, and only once', () => {
  const { queue, writes } = recordingQueue()
  queue.add(1, 10)
  queue.add(2, 10)
  expect(writes).toEqual([])
  vi.advanceTimersByTime(1)
  expect(writes).toEqual([[1, 2]])
  queue.flush()
  vi.advanceTimersByTime(100)
  expect(writes).toEqual([[1, 2]])
})

test('a flush, and too many bytes, write at once', () => {
  const { queue, writes } = recordingQueue()
  queue.add(1, 10)
  queue.add(2, 10)
  queue.flush()
  queue.add(3, 8 * 1024 * 1024)
  queue.add(4, 1)
  expect(writes).toEqual([
    [1, 2],
    [3, 4],
  ])
  expect(vi.getTimerCount()).toBe(0)
})

test('what failed in the background is told to the next caller, once', () => {
  const { queue, writes, breakWith } = recordingQueue()
  breakWith(new Error('disk full'))
  queue.add(1, 10)
  vi.advanceTimersByTime(1)
  breakWith(null)
  expect(() => queue.add(2, 10)).toThrow('disk full')
  queue.add(3, 10)
  queue.flush()
  expect(writes).toEqual([[2], [3]])
})
