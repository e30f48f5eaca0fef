const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZone: 'UTC',
})
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })

/** An instant as the machine's clock has it, UTC: "20:00:04.112". */
export const formatClock = (instant: string): string => clock.format(new Date(instant))

/** An instant as people say it: "21 November". */
export const formatDay = (instant: string): string => day.format(new Date(instant))

/** A day of some year: "21 November 2026". */
export const formatDate = (instant: string): string => `${formatDay(instant)} ${new Date(instant).getUTCFullYear()}`

/** How long something is ago or lasts, in one unit: "0.4 s", "12 s", "2 min", "3 h". */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000
  if (seconds < 10) return `${seconds.toFixed(1)}\u2009s`
  if (seconds < 90) return `${Math.round(seconds)}\u2009s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)}\u2009min`
  return `${Math.round(seconds / 3_600)}\u2009h`
}
