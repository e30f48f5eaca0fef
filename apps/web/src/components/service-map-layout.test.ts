import { expect, it } from 'vitest'
import { type MapLayout, tallLayout, wideLayout } from './service-map-layout.ts'

const running = { gateway: 1, web: 1, orders: 8, inventory: 3 }

it.each([
  ['wide', wideLayout(running)],
  ['tall', tallLayout(running)],
])('keeps every box of the %s map apart from the others and inside the picture', (_, layout: MapLayout) => {
  for (const [place, a] of layout.nodes.entries()) {
    expect(a.x + a.width).toBeLessThanOrEqual(layout.width)
    expect(a.y).toBeGreaterThanOrEqual(0)
    expect(a.y + a.height).toBeLessThanOrEqual(layout.height)
    for (const b of layout.nodes.slice(place + 1)) {
      const apart = a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y
      expect(apart, `${a.node} and ${b.node}`).toBe(true)
    }
  }
})

it('grows a box by one row for each instance', () => {
  const heightOf = (instances: number) =>
    wideLayout({ orders: instances }).nodes.find(({ node }) => node === 'orders')?.height ?? 0
  expect(heightOf(3) - heightOf(2)).toBe(28)
})
