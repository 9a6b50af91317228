export interface BenchResult {
  name: string
  /** A ratio within one run: figures of different machines compare. */
  ratio: number
  limit: { atMost: number } | { atLeast: number }
  detail: string
}

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

/** Milliseconds. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

export const holds = ({ ratio, limit }: BenchResult): boolean => ('atMost' in limit ? ratio <= limit.atMost : ratio >= limit.atLeast)
