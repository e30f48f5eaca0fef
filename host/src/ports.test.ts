import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { portFinder } from './free-port.ts'
import { claimPorts } from './ports.ts'
import { readSettings } from './settings.ts'

it('names the variable of each port that is taken, and no other', async () => {
  const findPort = portFinder(Math.random)
  const free = async () => String(await findPort())
  const env = { WEB_PORT: await free(), GATEWAY_PORT: await free(), HOST_PORT: await free() }
  const settings = readSettings('/checkout', env)
  await claimPorts(settings)
  const holder = createServer()
  await new Promise<void>((resolve) => holder.listen(settings.gatewayPort, '127.0.0.1', resolve))
  const claimed = claimPorts(settings)
  await expect(claimed).rejects.toThrow(`Port ${env.GATEWAY_PORT} is taken`)
  await expect(claimed).rejects.toThrow('GATEWAY_PORT=')
  await expect(claimed).rejects.not.toThrow('WEB_PORT')
  holder.close()
})

it('never finds a port again that whoever was given it may not listen on yet', async () => {
  const drawn = [0.1, 0.1, 0.1, 0.5, 0.5, 0.9]
  const findPort = portFinder(() => drawn.shift() ?? 0.99)
  expect(new Set([await findPort(), ...(await Promise.all([findPort(), findPort()]))]).size).toBe(3)
})
