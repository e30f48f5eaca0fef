import type { Dice } from './dice.ts'

/** Values that somebody may have hoped would do harm. None is more than 70 KB. */
const hostile: readonly [unknown, ...unknown[]] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  '2147483648',
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u200b\ufeff',
  '💥'.repeat(50),
  'x'.repeat(3_000),
  'x'.repeat(70_000),
  "' OR '1'='1' --",
  '"; DROP TABLE orders; --',
  '%00%0a%0d',
  '../../../../etc/passwd',
  '{{7*7}}<%= 7*7 %>',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  'http://169.254.169.254/latest/meta-data',
  '__proto__',
  'constructor',
  'toString',
  '2026-13-45T99:99:99Z',
  '0000-01-01T00:00:00Z',
  `2026-01-01T00:00:00.${'0'.repeat(200)}Z`,
  '+275760-09-13T00:00:00.001Z',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  [],
  {},
  [[[[[[]]]]]],
  { length: 1e9 },
  { toString: 'x', valueOf: 'y' },
  { $ne: null },
  JSON.parse('{"then":"x"}'),
  Array.from({ length: 500 }, (_, n) => n),
]

/** A value like the given one with something wrong in it: a field too many or too few, another type, or something hostile. */
export function spoiled(value: unknown, dice: Dice): unknown {
  if (Array.isArray(value)) {
    const way = dice.upTo(4)
    if (way === 0) return Array.from({ length: 30 }, () => value[0] ?? 0)
    if (way === 1 || value.length === 0) return dice.oneOf(hostile)
    const at = dice.upTo(value.length)
    return value.map((item, index) => (index === at ? spoiled(item, dice) : item))
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    const way = dice.upTo(6)
    if (way === 0) return { ...value, [dice.oneOf(strangers)]: dice.oneOf(hostile) }
    if (way === 1 || entries.length === 0) return dice.oneOf(hostile)
    const at = dice.upTo(entries.length)
    if (way === 2) return Object.fromEntries(entries.filter((_, index) => index !== at))
    return Object.fromEntries(entries.map(([name, item], index) => [name, index === at ? spoiled(item, dice) : item]))
  }
  return dice.oneOf(hostile)
}

const strangers: readonly [string, ...string[]] = [
  'extra',
  'role',
  'isAdmin',
  'owner',
  'id',
  '',
  'a.b',
  '0',
  'x'.repeat(300),
]

/** Bodies that are no fitting JSON, or JSON that is not what it seems. */
export function strangeBody(whole: string, dice: Dice): Buffer {
  const way = dice.upTo(12)
  const inside = whole.startsWith('{') ? whole.slice(1) : `"x":${whole}}`
  if (way === 0) return Buffer.from(`{"__proto__":{"isAdmin":true},${inside}`)
  if (way === 1) return Buffer.from(`{"constructor":{"prototype":{"isAdmin":true}},${inside}`)
  if (way === 2) return Buffer.from(whole.slice(0, Math.ceil(whole.length / 2)))
  if (way === 3) return Buffer.concat([Buffer.from(whole.slice(0, -1)), Buffer.from([0xff, 0xfe, 0xc0, 0x80])])
  if (way === 4)
    return Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80]), Buffer.from('"}')])
  if (way === 5) return Buffer.from('['.repeat(20_000))
  if (way === 6) return Buffer.from(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)
  if (way === 7) return Buffer.from(`\ufeff${whole}`)
  if (way === 8)
    return Buffer.from(dice.oneOf(['', 'null', '[]', '0', '"text"', 'NaN', '{"a":1e999}', '{"a":1,"a":2}']))
  if (way === 9) return Buffer.from(`${whole}${' '.repeat(66_000)}`)
  if (way === 10) return Buffer.from(whole, 'utf16le')
  return Buffer.from(`${whole}${whole}`)
}
