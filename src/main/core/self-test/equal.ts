/** Throws naming what differs; values are those of a self-test and no secrets. */
export const equal = (what: string, actual: unknown, expected: unknown): void => {
  if (actual !== expected) throw new Error(`${what} is ${String(actual)}, not ${String(expected)}`)
}
