/** Runs `work` soon after it is asked for, once for many asks, and never keeps the other side busier than a fifth of the time. */
export const throttled = (work: () => Promise<void>, leastMs = 150): { ask: () => void; end: () => void } => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = false
  let asked = false
  let pause = leastMs

  const run = async () => {
    timer = undefined
    asked = false
    running = true
    const begin = performance.now()
    await work()
    pause = Math.max(leastMs, 4 * (performance.now() - begin))
    running = false
    if (asked) ask()
  }
  const ask = () => {
    asked = true
    if (!running) timer ??= setTimeout(run, pause)
  }
  return {
    ask,
    end: () => {
      clearTimeout(timer)
      asked = false
    },
  }
}
