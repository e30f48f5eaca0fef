import type { Entry } from '@switchyard/rpc/discovery'
import { callOf } from '@switchyard/rpc/testing/call'
import { testCertificates } from '@switchyard/rpc/testing/certificates'
import { echo } from '@switchyard/rpc/testing/echo'
import { loadIdentity } from '@switchyard/rpc/tokens'
import { createTransport } from '@switchyard/rpc/transport'
import type { Case } from '../case.ts'
import { startEcho } from '../echo-service.ts'
import { addedBy, figureOf, of, timesOf } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { measureWaits } from '../measure.ts'

/** Short turns, many of them: a busy machine then slows all lanes alike. */
const callsATurn = 250
const connectionsATurn = 20
const turnsARound = 5

/** TLS by certificates against plain HTTP, to the same service in processes of its own: a call, and a connection. */
export const encrypted: Case = {
  name: 'encrypted',
  async run({ rounds, share, clock, secretsDir }) {
    await using certificates = await testCertificates()
    const identity = await loadIdentity({ service: 'gateway', secretsDir, clock })
    const tls = await certificates.tlsOf('gateway')
    await using plainService = await startEcho({ secretsDir })
    await using secureService = await startEcho({ secretsDir, tls: await certificates.envFor('orders') })
    const plain = createTransport({ identity, clock })
    const secure = createTransport({ identity, clock, connector: tls.connectTo(echo.service) })
    const ask = (instance: Entry) => ({
      ...callOf({ name: 'say', policy: echo.operations.say.policy, input: { words: 'x' } }, clock.now()),
      instance,
    })
    const calls = Math.ceil(callsATurn * share)
    const connections = Math.ceil(connectionsATurn * share)
    const connect = async (instance: Entry, connector?: ReturnType<typeof tls.connectTo>) => {
      const { ping, close } = createTransport({ identity, clock, connector })
      if (!(await ping(instance))) throw new Error('the service does not answer')
      await close()
    }
    const lanes = await interleave(
      {
        call: () => measureWaits(calls, () => plain.send(ask(plainService.instance))),
        secureCall: () => measureWaits(calls, () => secure.send(ask(secureService.instance))),
        connection: () => measureWaits(connections, () => connect(plainService.instance)),
        secureConnection: () =>
          measureWaits(connections, () => connect(secureService.instance, tls.connectTo(echo.service))),
      },
      rounds * turnsARound,
    )
    await Promise.all([plain.close(), secure.close()])
    const { call, secureCall, connection, secureConnection } = lanes
    return [
      figureOf('a plain call, CPU of its caller', of(call, 'cpu')),
      figureOf('TLS adds to a call, CPU', addedBy(secureCall, call, 'cpu')),
      figureOf('TLS adds to a call, p50', addedBy(secureCall, call, 'p50')),
      figureOf('a call over TLS, CPU, over a plain one', timesOf(secureCall, call, 'cpu'), undefined, '×'),
      figureOf('a plain connection, CPU of its caller', of(connection, 'cpu')),
      figureOf('TLS adds to a connection, CPU', addedBy(secureConnection, connection, 'cpu')),
    ]
  },
}
