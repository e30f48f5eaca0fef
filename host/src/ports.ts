import { isPortFree } from './free-port.ts'
import { portHolder } from './port-holder.ts'
import type { Settings } from './settings.ts'

/** A port is not to be had; the message names the variable that chooses it. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError'
}

/** Throws one {@link PortTakenError} for all ports of the host that somebody else listens on. */
export async function claimPorts(settings: Settings): Promise<void> {
  const taken: string[] = []
  for (const [variable, port, host] of portsOf(settings)) {
    if (!(await isPortFree(port, host))) taken.push(sentence(variable, port))
  }
  if (taken.length > 0) throw new PortTakenError(taken.join('\n'))
}

/** The same error for a port that was taken in between. */
export function portTaken(settings: Settings, port: number): PortTakenError {
  const [variable] = portsOf(settings).find(([, each]) => each === port) ?? ['the port']
  return new PortTakenError(sentence(variable, port))
}

function portsOf({ webPort, gatewayPort, hostPort, bindHost }: Settings): [string, number, string][] {
  return [
    ['WEB_PORT', webPort, bindHost],
    ['GATEWAY_PORT', gatewayPort, bindHost],
    ['HOST_PORT', hostPort, '127.0.0.1'],
  ]
}

function sentence(variable: string, port: number): string {
  const holder = portHolder(port)
  const by = holder === undefined ? 'another program' : `process ${holder.pid} (${holder.command})`
  return `Port ${port} is taken by ${by}. Stop that one, or choose another port: ${variable}=${port + 1} npm start`
}
