/** How long this thread was on a core, in milliseconds. The kernel brings its count up to date while it tells that of the whole process. */
export function threadCpuMs(): number {
  process.cpuUsage()
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** How long this thread's event loop had nothing to do, in milliseconds. */
export const loopIdleMs = (): number => performance.eventLoopUtilization().idle
