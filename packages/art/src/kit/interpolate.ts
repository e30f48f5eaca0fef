/** Holds a value between two bounds (0 and 1 unless told otherwise). */
export function clamp(value: number, low = 0, high = 1): number {
  return Math.min(high, Math.max(low, value))
}

/** The value a share `t` of the way from `from` to `to`; it runs on past both ends. */
export function lerp(from: number, to: number, t: number): number {
  return from + (to - from) * t
}

/** A soft step: 0 before `from`, 1 after `to`, with no corner between; `from` may be the larger one, then it falls. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from))
  return t * t * (3 - 2 * t)
}
