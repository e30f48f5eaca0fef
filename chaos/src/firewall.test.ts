import { expect, test } from 'vitest'
import { openFirewall, type Silence } from './firewall.ts'

async function rulesOf(silence: Silence) {
  const scripts: string[] = []
  const firewall = openFirewall({ nft: async (script) => void scripts.push(script) })
  await firewall.silence(4_711, silence)
  return [...(scripts[0] ?? '').matchAll(/tcp .*$/gm)].map(([rule]) => rule)
}

test('silence drops what arrives at a port, what comes from it, or both', async () => {
  expect(await rulesOf('requests')).toEqual(['tcp dport 4711 drop'])
  expect(await rulesOf('replies')).toEqual(['tcp sport 4711 drop'])
  expect(await rulesOf('both')).toEqual(['tcp dport 4711 drop', 'tcp sport 4711 drop'])
})

test('several ports are silent at once, and each is opened by itself', async () => {
  const scripts: string[] = []
  const firewall = openFirewall({ nft: async (script) => void scripts.push(script) })
  const dropped = () => [...(scripts.at(-1) ?? '').matchAll(/tcp .*$/gm)].map(([rule]) => rule)
  await firewall.silence(4_711, 'requests')
  await firewall.silence(4_712, 'replies')
  expect(dropped()).toEqual(['tcp dport 4711 drop', 'tcp sport 4712 drop'])
  await firewall.open(4_711)
  expect(dropped()).toEqual(['tcp sport 4712 drop'])
  await firewall.open()
  expect(dropped()).toEqual([])
})

test('opening leaves no rule, also when there was none', async () => {
  const scripts: string[] = []
  await openFirewall({ nft: async (script) => void scripts.push(script) }).open()
  expect(scripts).toEqual(['add table inet chaos\ndelete table inet chaos\n'])
})
