import { expect, it } from 'vitest'
import { firstValue, requestHeaders, responseHeaders } from './edge-headers.ts'

const origin = { remoteAddress: '192.0.2.7', secret: 'proof', lab: false }

it.each(['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'x-forwarded-anything', 'X-Real-IP', 'x-lab-scope'])(
  'drops %s that a client sent',
  (name) => {
    const sent = requestHeaders([name, 'forged', 'host', 'shop.test'], origin)
    expect(sent).not.toContain('forged')
  },
)

it('lets the terms of the lab pass where the lab is open', () => {
  const sent = requestHeaders(['x-lab-scope', 'signed'], { ...origin, lab: true })
  expect(firstValue(sent, 'x-lab-scope')).toBe('signed')
})

it('says who asked, and proves it', () => {
  const sent = requestHeaders(['x-ingress-secret', 'forged', 'Host', 'shop.test'], origin)
  expect(firstValue(sent, 'x-forwarded-for')).toBe('192.0.2.7')
  expect(firstValue(sent, 'x-forwarded-host')).toBe('shop.test')
  expect(firstValue(sent, 'x-forwarded-proto')).toBe('http')
  expect(firstValue(sent, 'x-ingress-secret')).toBe('proof')
  expect(sent).not.toContain('forged')
})

it('proves nothing to an upstream that needs no proof', () => {
  expect(firstValue(requestHeaders([], { ...origin, secret: undefined }), 'x-ingress-secret')).toBeUndefined()
})

it('drops what belongs to one connection, also what the connection header names', () => {
  expect(
    responseHeaders(['Connection', 'close, X-Hop', 'x-hop', '1', 'Transfer-Encoding', 'chunked', 'ETag', '"a"']),
  ).toEqual(['ETag', '"a"'])
})

it('keeps repeated headers apart', () => {
  expect(responseHeaders(['set-cookie', 'a=1', 'set-cookie', 'b=2'])).toEqual([
    'set-cookie',
    'a=1',
    'set-cookie',
    'b=2',
  ])
})
