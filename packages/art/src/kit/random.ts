import { at } from './at.ts'

/**
 * Chance that can be repeated: the only source of variety in a drawing.
 * Each method takes a fixed number of draws, whatever it is asked to choose from, so a palette can never move a line.
 */
export interface Random {
  /** One draw, uniform in [0, 1). */
  next(): number
  /** One draw, uniform in [low, high). */
  range(low: number, high: number): number
  /** One draw, a whole number from low to high, both included. */
  int(low: number, high: number): number
  /** One draw, true with the given probability. */
  chance(probability: number): boolean
  /** One draw, one of the options; throws when there is none. */
  pick<T>(options: readonly T[]): T
  /** One draw, one of the options, or the fallback when there is none. */
  pickOr<T>(options: readonly T[], fallback: T): T
  /** One draw less than there are items (Fisher–Yates); the items stay as they are. */
  shuffle<T>(items: readonly T[]): T[]
}

/** Repeats the same choices for the same text, on every machine: an xmur3 hash of the text starts an sfc32 generator. */
export function randomFrom(text: string): Random {
  return randomOver(sfc32(xmur3(text)))
}

/** Builds every kind of choice on one stream of numbers in [0, 1), so that a test can count or script the draws. */
export function randomOver(next: () => number): Random {
  const range = (low: number, high: number) => low + (high - low) * next()
  const int = (low: number, high: number) => Math.floor(range(low, high + 1))
  return {
    next,
    range,
    int,
    chance: (probability) => next() < probability,
    pick: (options) => at(options, Math.floor(next() * options.length)),
    pickOr: (options, fallback) => options[Math.floor(next() * options.length)] ?? fallback,
    shuffle: (items) => {
      const shuffled = [...items]
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = int(0, i)
        const moved = at(shuffled, i)
        shuffled[i] = at(shuffled, j)
        shuffled[j] = moved
      }
      return shuffled
    },
  }
}

/** Hashes a text into an endless stream of 32-bit words (Bryc, "xmur3"). */
function xmur3(text: string): () => number {
  let hash = 1779033703 ^ text.length
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 3432918353)
    hash = (hash << 13) | (hash >>> 19)
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507)
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909)
    hash ^= hash >>> 16
    return hash >>> 0
  }
}

/** The small fast counter generator of PractRand (Doty-Humphrey, "sfc32"), warmed up because its first words are weak. */
function sfc32(word: () => number): () => number {
  let a = word()
  let b = word()
  let c = word()
  let counter = word()
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let warmUp = 0; warmUp < 15; warmUp++) next()
  return next
}
