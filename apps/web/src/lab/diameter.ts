/** How large a call's dot is for its milliseconds: by their logarithm, so that 5, 50 and 500 are all to be seen. */
export const diameterOf = (ms: number): number =>
  Math.round(Math.min(20, 4 + 5.5 * Math.log10(1 + Math.max(0, ms) / 5)) * 2) / 2
