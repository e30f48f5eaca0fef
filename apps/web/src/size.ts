import type { Size } from '@switchyard/contracts/values'

/** A sheet's sides in centimetres, upright. */
export const sheets: Record<Size, { width: number; height: number }> = {
  a3: { width: 29.7, height: 42 },
  a2: { width: 42, height: 59.4 },
  a1: { width: 59.4, height: 84.1 },
}

/** "A2" */
export const sizeName = (size: Size): string => size.toUpperCase()

/** "42 × 59.4 cm" */
export const sizeInWords = (size: Size): string => `${sheets[size].width} × ${sheets[size].height} cm`
