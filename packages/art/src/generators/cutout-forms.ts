/**
 * The forms of Cutout: plants, stones, stars, waves and moons built of tapered limbs.
 * A limb is a chain of circles; the form is the smooth union of all limbs, less those that are cut out of it.
 */
import { at } from '../kit/at.ts'
import type { Random } from '../kit/random.ts'

/** A circle of a limb: its middle and its radius. */
export type Joint = readonly [x: number, y: number, radius: number]

/** Two or more joints; between them the limb tapers evenly. */
export type Limb = readonly Joint[]

/** Limbs that are joined, and limbs that are cut away. */
export interface Form {
  add: Limb[]
  cut: Limb[]
}

/** The forms a panel can hold. */
export type FormName = 'alga' | 'palm' | 'pebble' | 'star' | 'wave' | 'moon' | 'leaf'

/** The place a form may fill: its middle and its size. */
export interface Place {
  x: number
  y: number
  width: number
  height: number
}

/** Cuts a form of the given kind to a place. */
export function cutForm(name: FormName, random: Random, place: Place): Form {
  const size = Math.min(place.width, place.height)
  const lift = random.pick([-1, 1])
  switch (name) {
    case 'alga':
      return frond(random, place, size, { reach: 0.4, tip: 0.062 })
    case 'palm':
      return frond(random, place, size, { reach: 0.5, tip: 0.022 })
    case 'pebble':
      return pebble(random, place, size)
    case 'star':
      return star(random, place, size)
    case 'wave':
      return waves(random, place, size, lift)
    case 'moon':
      return crescent(random, place, size)
    case 'leaf':
      return leaf(random, place)
  }
}

/** How a limb grows from its root: its direction, how far it turns on the way, and how it tapers. */
interface Growth {
  angle: number
  length: number
  bend: number
  joints: number
  radius: readonly [root: number, tip: number]
}

function grow(rootX: number, rootY: number, { angle, length, bend, joints, radius: [root, tip] }: Growth): Limb {
  let x = rootX
  let y = rootY
  let direction = angle
  const limb: Joint[] = [[x, y, root]]
  for (let i = 1; i <= joints; i++) {
    x += (Math.cos(direction) * length) / joints
    y += (Math.sin(direction) * length) / joints
    direction += bend / joints
    limb.push([x, y, root + (tip - root) * (i / joints)])
  }
  return limb
}

/** A bent stem with four to six pairs of fingers that curl upwards, the longest in the middle. */
function frond(random: Random, place: Place, size: number, { reach, tip }: { reach: number; tip: number }): Form {
  const length = place.height * 0.8
  const bend = random.range(-0.7, 0.7)
  const stem = grow(place.x - bend * length * 0.12, place.y + length / 2, {
    angle: -Math.PI / 2 - bend / 2,
    length,
    bend,
    joints: 8,
    radius: [size * 0.05, size * 0.026],
  })
  const pairs = random.int(4, 6)
  const fingers: Limb[] = []
  for (let pair = 1; pair <= pairs; pair++) {
    for (const side of [-1, 1]) {
      const t = (pair - (side > 0 ? 0.35 : 0.75)) / pairs
      const [x, y] = at(stem, Math.round(t * 8))
      const swell = Math.sin(Math.PI * (0.2 + 0.7 * t))
      const fingerLength = place.width * reach * swell * random.range(0.82, 1.05)
      const angle = -Math.PI / 2 + side * random.range(1, 1.3)
      const tipRadius = size * tip * random.range(0.85, 1.1)
      const fingerBend = -side * random.range(0.5, 1.1)
      fingers.push(
        grow(x, y, { angle, length: fingerLength, bend: fingerBend, joints: 4, radius: [size * 0.034, tipRadius] }),
      )
    }
  }
  return { add: [stem, ...fingers], cut: [] }
}

/** Three lobes around the middle, most often with a hole. */
function pebble(random: Random, { x, y, width, height }: Place, size: number): Form {
  const turn = random.range(0, 6.28)
  const distance = size * random.range(0.16, 0.24)
  const add: Limb[] = []
  for (let lobe = 0; lobe < 3; lobe++) {
    const angle = turn + lobe * random.range(1.7, 2.5)
    const reach = distance * random.range(0.7, 1.2)
    const radius = size * random.range(0.14, 0.24)
    const end: Joint = [
      x + Math.cos(angle) * reach,
      y + Math.sin(angle) * reach * Math.min(1.5, height / width),
      radius,
    ]
    add.push([[x, y, size * 0.2], end])
  }
  if (!random.chance(0.6)) return { add, cut: [] }
  const hole: Joint = [
    x + size * random.range(-0.1, 0.1),
    y + size * random.range(-0.1, 0.1),
    size * random.range(0.06, 0.1),
  ]
  return { add, cut: [[hole, [x, y, size * 0.06]]] }
}

/** Five to nine bent arms. */
function star(random: Random, { x, y }: Place, size: number): Form {
  const arms = random.int(5, 9)
  const turn = random.range(0, 6.28)
  const add: Limb[] = [blob(x, y, size * 0.12)]
  for (let arm = 0; arm < arms; arm++) {
    const angle = turn + (arm / arms) * 6.283
    const length = size * random.range(0.34, 0.43)
    const bend = random.range(-0.4, 0.4)
    add.push(grow(x, y, { angle, length, bend, joints: 3, radius: [size * 0.07, size * 0.03] }))
  }
  return { add, cut: [] }
}

/** Two or three waves that swell in the middle. */
function waves(random: Random, { x, y, width, height }: Place, size: number, lift: number): Form {
  const count = random.int(2, 3)
  const add = Array.from({ length: count }, (_, wave) => {
    const level = y + ((wave + 0.5) / count - 0.5) * Math.min(height * 0.72, count * size * 0.3)
    return Array.from({ length: 11 }, (_, k): Joint => {
      const swell = 0.55 + 0.6 * Math.sin((Math.PI * k) / 10)
      const crest = Math.sin(k * 1.15 + wave) * size * 0.055 * lift
      return [x + (k / 10 - 0.5) * width * 0.72, level + crest, size * 0.05 * swell]
    })
  })
  return { add, cut: [] }
}

/** A disc less a smaller disc. */
function crescent(random: Random, { x, y }: Place, size: number): Form {
  const radius = size * 0.36
  const angle = random.range(0, 6.28)
  const bite = (distance: number): Joint => [
    x + Math.cos(angle) * radius * distance,
    y + Math.sin(angle) * radius * distance,
    radius * 0.8,
  ]
  return { add: [blob(x, y, radius)], cut: [[bite(0.55), bite(0.6)]] }
}

/** A bent leaf, widest in the middle, slit along its veins. */
function leaf(random: Random, { x, y, width, height }: Place): Form {
  const size = Math.min(width, height)
  const bend = random.range(-0.6, 0.6)
  const length = Math.min(height * 0.84, width * 1.7)
  const angle = -Math.PI / 2 - bend / 2
  const rib = grow(x - bend * length * 0.12, y + length / 2, { angle, length, bend, joints: 10, radius: [0, 0] })
  const fullness = Math.min(width * 0.36, length * 0.24)
  const blade = rib.map(([ribX, ribY], i): Joint => {
    const swell = Math.sin(Math.PI * Math.min(1, 0.04 + i / 10.6)) ** 0.85
    return [ribX, ribY, size * 0.02 + fullness * swell * (i === 10 ? 0 : 1)]
  })
  const veins: Limb[] = []
  for (let place = 2; place < 9; place += 1.5) {
    const [ribX, ribY] = at(rib, Math.floor(place))
    for (const side of [-1, 1]) {
      const growth = {
        length: fullness * 1.5,
        bend: -side * 0.3,
        joints: 3,
        radius: [size * 0.012, size * 0.026] as const,
      }
      veins.push(
        grow(ribX + side * fullness * 0.1, ribY, { ...growth, angle: -Math.PI / 2 + side * 0.95 - bend * 0.2 }),
      )
    }
  }
  return { add: [blade], cut: veins }
}

/** A circle as a limb of one unit's length. */
function blob(x: number, y: number, radius: number): Limb {
  return [
    [x, y, radius],
    [x + 1, y, radius],
  ]
}
