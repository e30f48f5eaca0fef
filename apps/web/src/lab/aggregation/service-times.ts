/** One call to a service that the gateway made for an answer, in milliseconds after the first of them. */
export interface ServiceTime {
  name: string
  startMs: number
  /** `null`: it was still under way when the answer went. */
  ms: number | null
  failed: boolean
}

/** Reads `inventory.printBySlug;start=0.0;dur=4.1, orders.salesOf;start=0.2;dur=2000.3;failed=1`. */
export const readServiceTimes = (header: string | null): ServiceTime[] =>
  (header ?? '').split(', ').flatMap((text) => {
    const [name, ...fields] = text.split(';')
    const field = (wanted: string) => fields.find((one) => one.startsWith(`${wanted}=`))?.slice(wanted.length + 1)
    const [start, ms] = [field('start'), field('dur')]
    if (!name || start === undefined) return []
    return [{ name, startMs: Number(start), ms: ms === undefined ? null : Number(ms), failed: field('failed') === '1' }]
  })

/** Whether all of them were under way at once: each had begun before the first was answered. */
export function wereAtOnce(times: readonly ServiceTime[]): boolean {
  const ends = times.map(({ startMs, ms }) => startMs + (ms ?? Number.POSITIVE_INFINITY))
  return times.length > 1 && Math.max(...times.map(({ startMs }) => startMs)) < Math.min(...ends)
}
