import type { Reporter, TestModule } from 'vitest/node'

/** Ends the run with one plain line, `12 passed, 0 failed`, for whoever reads the output by a program. */
export const closingLine: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const states = modules.flatMap(({ children }) => [...children.allTests()].map((test) => test.result().state))
    const count = (state: (typeof states)[number]) => states.filter((one) => one === state).length
    const skipped = count('skipped')
    process.stdout.write(`\n${count('passed')} passed, ${count('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
  },
}
