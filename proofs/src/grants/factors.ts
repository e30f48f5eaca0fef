import { randomUUID } from 'node:crypto'
import type { NewSecondFactor } from '@switchyard/contracts/second-factor'
import type { Principal } from '@switchyard/rpc/envelope'
import { URI } from 'otpauth'
import type { FrontDoor } from '../front-door.ts'
import { password, signIn } from './cast.ts'

/** Makes second factors for the matrix, through the gateway: only it can encrypt them. */
export function createFactors(door: FrontDoor) {
  const ask = (operation: string, input: object, cookie?: string) =>
    door.ask(`/trpc/v2/account.${operation}`, {
      method: 'POST',
      body: JSON.stringify(input),
      headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
    })
  const begun = async (owner: Principal) => {
    const cookie = await signIn(door, owner)
    await door.identity.prisma.twoFactor.deleteMany({ where: { userId: owner.id } })
    const reply = await ask('beginSecondFactor', { password }, cookie)
    const { result } = (await reply.json()) as { result: { data: NewSecondFactor } }
    const { uri, recoveryCodes } = result.data
    return { cookie, code: URI.parse(uri).generate(), recoveryCodes }
  }
  const turnedOn = async (owner: Principal) => {
    const { cookie, code, recoveryCodes } = await begun(owner)
    await ask('turnOnSecondFactor', { code }, cookie)
    return recoveryCodes
  }
  /** Somebody who begins many sign-ins. */
  const waiting: Principal = { kind: 'shopper', id: randomUUID() }
  let codesOfWaiting: string[] = []
  const hasAccount = ({ kind }: Principal) => kind === 'shopper' || kind === 'staff' || kind === 'admin'

  return {
    /** The first code of a second factor that its owner has begun, if they are somebody who can. */
    firstCode: async (owner: Principal | undefined) =>
      owner && hasAccount(owner) ? (await begun(owner)).code : 'none yet',

    /** A recovery code of a second factor that is on, if its owner is somebody who can have one. */
    recoveryCode: async (owner: Principal | undefined) =>
      owner && hasAccount(owner) ? ((await turnedOn(owner))[0] ?? '') : 'none yet',

    /** A code for {@link challenge}. */
    async answer(): Promise<string> {
      if (codesOfWaiting.length === 0) codesOfWaiting = await turnedOn(waiting)
      return codesOfWaiting.pop() ?? ''
    },

    /** The cookie of a sign-in that waits for a code. */
    async challenge(): Promise<string> {
      const asked = await ask('signIn', { email: `${waiting.id}@example.test`, password })
      const cookie = asked.headers.getSetCookie().find((line) => line.startsWith('switchyard_challenge='))
      if (!cookie) throw new Error('a sign-in asks for no code')
      return cookie.split(';')[0] ?? ''
    },
  }
}
