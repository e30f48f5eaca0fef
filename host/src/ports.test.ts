import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { findFreePort } from './free-port.ts'
import { claimPorts } from './ports.ts'
import { readSettings } from './settings.ts'

it('names the variable of each port that is taken, and no other', async () => {
  const free = async () => String(await findFreePort({ random: Math.random }))
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
