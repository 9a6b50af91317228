import type { Reporter } from 'vitest/node'

/**
 * Ends the run with one plain line, `12 passed, 0 failed`, for whoever reads the output by a program. What goes wrong outside a test,
 * such as in a hook or while a file is read, counts as a failure too.
 */
export const closingLine: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    const states = modules.flatMap(({ children }) => [...children.allTests()].map((test) => test.result().state))
    const groups = modules.flatMap((module) => [module, ...module.children.allSuites()])
    const outside = groups.flatMap((group) => group.errors()).length + unhandledErrors.length
    const count = (state: (typeof states)[number]) => states.filter((one) => one === state).length
    const skipped = count('skipped')
    const line = `${count('passed')} passed, ${count('failed') + outside} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
    process.stdout.write(`\n${line}\n`)
  },
}
