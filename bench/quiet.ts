import { setTimeout } from 'node:timers/promises'

const windowMs = 100

/** Once this process has hardly done anything for a while: what goes on in the background after one measurement is not in the next. */
export const untilQuiet = async (): Promise<void> => {
  for (let quiet = 0; quiet < 5; ) {
    const before = performance.eventLoopUtilization()
    await setTimeout(windowMs)
    quiet = performance.eventLoopUtilization(before).utilization < 0.05 ? quiet + 1 : 0
  }
}
