import { describe, expect, it } from 'vitest'
import { randomFrom } from '../kit/random.ts'
import { cutForm, type FormName } from './cutout-forms.ts'

const place = { x: 300, y: 400, width: 400, height: 600 }
const names: FormName[] = ['alga', 'palm', 'pebble', 'star', 'wave', 'moon', 'leaf']

describe('a form', () => {
  it.each(names)('%s stays within a panel that is a quarter larger, for any seed', (name) => {
    for (let seed = 0; seed < 40; seed++) {
      const joints = cutForm(name, randomFrom(`${name}/${seed}`), place).add.flat()
      for (const [x, y, radius] of joints) {
        expect(Math.abs(x - place.x) + radius).toBeLessThan(place.width * 0.75)
        expect(Math.abs(y - place.y) + radius).toBeLessThan(place.height * 0.66)
      }
    }
  })
})
