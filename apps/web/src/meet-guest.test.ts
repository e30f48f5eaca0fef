import { expect, it } from 'vitest'
import { meetGuest } from './meet-guest.ts'

const gatewayUrl = 'http://gateway'
const newGuest = 'switchyard_guest=id.signature; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax'

function door({ answer = () => new Response('null', { headers: { 'set-cookie': newGuest } }) } = {}) {
  const asked: { url: string; headers: RequestInit['headers'] }[] = []
  const ask = async (url: string, { headers }: RequestInit) => {
    asked.push({ url, headers })
    return answer()
  }
  return { asked, meet: (request: Request) => meetGuest(request, { gatewayUrl, ask }) }
}

const page = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
  new Request('http://shop/prints', { ...init, headers: { accept: 'text/html,*/*', ...headers } })

it('makes a guest of whoever opens a page and is nobody yet', async () => {
  const { asked, meet } = door()
  expect(await meet(page({ cookie: 'theme=dark', 'x-visitor': 'signed', 'user-agent': 'any' }))).toEqual({
    setCookie: [newGuest],
    cookie: 'theme=dark; switchyard_guest=id.signature',
  })
  expect(asked).toEqual([{ url: 'http://gateway/api/v2/me', headers: { cookie: 'theme=dark', 'x-visitor': 'signed' } }])
})

it.each([
  ['a guest', page({ cookie: 'a=1; switchyard_guest=id.signature' })],
  ['a guest on https', page({ cookie: '__Host-switchyard_guest=id.signature' })],
  ['whoever is signed in', page({ cookie: 'switchyard_session=token' })],
  ['what asks for no page', page({ accept: '*/*' })],
  ['what sends something', page({}, { method: 'POST' })],
])('asks nobody about %s', async (_who, request) => {
  const { asked, meet } = door()
  expect(await meet(request)).toBeNull()
  expect(asked).toEqual([])
})

it('shows the page all the same when the gateway makes no more guests, or is away', async () => {
  expect(await door({ answer: () => new Response(null, { status: 429 }) }).meet(page())).toBeNull()
  const away = () => {
    throw new TypeError('fetch failed')
  }
  expect(await door({ answer: away }).meet(page())).toBeNull()
})
