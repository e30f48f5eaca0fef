/**
 * FUZZ: asks every operation over every protocol as every caller, rightly, nearly so and meaning harm, and holds each
 * answer to what the shop promises. A case is a seed and a number: the same pair is the same request, so that a fault can be
 * asked for again.
 */
import { randomUUID } from 'node:crypto'
import type { FrontDoor } from '@switchyard/proofs/front-door'
import { newPassword, openCast, password } from '@switchyard/proofs/grants/cast'
import { checkout, createThings, scopeOf } from '@switchyard/proofs/grants/things'
import { diceOf } from './dice.ts'
import type { Words } from './fitting.ts'
import { secretWord } from './judge.ts'
import { manners, type Shot, shotOf } from './request.ts'
import { createRight } from './right.ts'
import { createShooter } from './shoot.ts'
import { type Finding, type Report, Tally } from './tally.ts'
import { targetsOf } from './targets.ts'

/** One of the callers. */
interface Caller {
  readonly name: string
  /** What shows who they are; a session among it may have ended since. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>
  /** Whether they may see everybody's orders. */
  readonly seesAll: boolean
}

export interface CampaignOptions {
  readonly seed: number
  /** The numbers of the cases. */
  readonly cases: Iterable<number>
  readonly atOnce: number
  /** Ends the run, given how many requests were answered. */
  readonly isOver?: (requests: number) => boolean
  /** Hears how many were asked, now and then. */
  readonly told?: (report: Report) => void
  /** Hears of each finding at once. */
  readonly found?: (finding: Finding) => void
}

const heavy = /^(lab\.(check|compare|copyMessages)|sales\.rebuild|account\.(sign|reset|change|delete)\w*)$/
/** Heavy work is asked for once in so many of its turns. */
const heavyTurns = 20

/** Opens a campaign over a shop: its callers, and things of others for them to reach for. */
export async function openCampaign(door: FrontDoor) {
  const targets = targetsOf()
  const cast = await openCast(door)
  const callers = callersOf(door, cast)
  const rightly = createRight(door, cast)
  const words = await wordsOf(door)
  const shooter = createShooter(door.url)

  const caseOf = async (seed: number, index: number) => {
    const target = targets[index % targets.length]
    const round = Math.floor(index / targets.length)
    const manner = manners[round % manners.length]
    const caller = callers[Math.floor(round / manners.length) % callers.length]
    if (!target || !manner || !caller) throw new Error('unreachable')
    const dice = diceOf(seed, index)
    const skipped = heavy.test(target.name) && manner === 'valid' && round % heavyTurns !== 0
    const shot = shotOf({ target, manner, headers: await caller.headers(), dice, words })
    return { target, manner, caller, skipped, shot }
  }

  return {
    targets,
    /** A whole round: every target in every manner as every caller. */
    round: targets.length * manners.length * callers.length,
    caseOf,
    async run({ seed, cases, atOnce, isOver = () => false, told, found }: CampaignOptions): Promise<Report> {
      const tally = new Tally(targets, found)
      const left = cases[Symbol.iterator]()
      const work = async () => {
        for (let next = left.next(); !next.done && !isOver(tally.report.requests); next = left.next()) {
          const index = next.value
          const asked = await caseOf(seed, index)
          if (asked.skipped) continue
          const shot = withIngress(asked.shot, door)
          const answer = await shooter.shoot(shot).catch((error: Error) => error)
          tally.count(index, { ...asked, shot, answer })
          if (told && tally.report.requests % 5_000 === 0) told(tally.report)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, work))
      return tally.done()
    },
    /** Asks each target once as it should be asked, by somebody who may: all but success is a finding. */
    async askRightly(): Promise<Report> {
      const tally = new Tally(targets)
      for (const [index, target] of targets.entries()) {
        const { caller, shot } = await rightly(target, index)
        const answer = await shooter.shoot(withIngress(shot, door)).catch((error: Error) => error)
        const asked = { target, manner: 'valid' as const, caller: { name: caller, seesAll: true }, shot, answer }
        tally.count(index, asked)
        tally.expectSuccess(index, asked)
      }
      return tally.done()
    },
    [Symbol.asyncDispose]: () => shooter.close(),
  }
}

const withIngress = (shot: Shot, door: FrontDoor): Shot => ({ ...shot, headers: { ...door.ingress, ...shot.headers } })

function callersOf(door: FrontDoor, cast: Awaited<ReturnType<typeof openCast>>): Caller[] {
  const other = door.guests.issue()
  const seeAll = ['reader', 'staff', 'admin']
  return [
    { name: 'anonymous', headers: async () => ({}), seesAll: false },
    { name: 'another guest', headers: async () => ({ cookie: `switchyard_guest=${other.cookie}` }), seesAll: false },
    ...Object.entries(cast).map(([name, { headers }]) => ({
      name,
      headers: kept(headers),
      seesAll: seeAll.includes(name),
    })),
  ]
}

/** Signs in again after so many requests: by then one of them may have ended the session. */
function kept(signIn: Caller['headers']): Caller['headers'] {
  let left = 0
  let signedIn = signIn()
  return () => {
    if (left-- > 0) return signedIn
    left = requestsPerSession
    signedIn = signIn()
    return signedIn
  }
}
const requestsPerSession = 40

/** Names of what is there, above all of what belongs to others. */
async function wordsOf(door: FrontDoor): Promise<Words> {
  const things = createThings(door)
  const somebody = { kind: 'guest', id: randomUUID() } as const
  const secretive = { ...checkout, contact: { ...checkout.contact, name: secretWord } }
  const { orderId } = await door.services.orders(scopeOf(somebody)).place.mutate(secretive)
  const mine = await things.order(undefined)
  const [webhookId, keyId, { id }] = [
    await things.webhook(undefined),
    await things.key(),
    await things.letter('orders'),
  ]
  const known: Record<string, readonly string[]> = {
    ...{ password: [password, newPassword, 'guess'], currentPassword: [password] },
    ...{ email: ['shopper@halftone.test', 'nobody@example.test'] },
    ...{ orderId: [orderId, mine.orderId], webhookId: [webhookId], keyId: [keyId], id: [id, 'orders-1', orderId] },
    ...{
      accessToken: [mine.accessToken, 'x'],
      slug: ['contour-no-2', 'first-light'],
      sku: ['contour-no-2-a2', 'first-light-a2'],
    },
    ...{
      session: ['ann'],
      to: ['orders.history', 'shipped'],
      token: ['tok_ok', 'tok_declined'],
      country: ['EU', 'CH'],
    },
    ...{ size: ['a2'], lastEventId: ['0', '1'], search: ['contour'], collection: ['contour'], run: [randomUUID()] },
  }
  return (field) => (Object.hasOwn(known, field) ? (known[field] ?? []) : [])
}
