import { timingSafeEqual } from 'node:crypto'
import type { LabScope } from '@switchyard/contracts/lab'
import type { Principal } from '@switchyard/rpc/envelope'
import { Failure, isFailure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { networkOf } from './client-address.ts'
import { cookiesOf } from './cookies.ts'
import { refuseCrossSite } from './cross-site.ts'
import type { createAuthentication } from './identity/caller.ts'
import type { StaffBadges } from './identity/staff-badges.ts'
import type { LabScopes } from './lab-scope.ts'
import type { Visit } from './visit.ts'
import { readVisitor } from './visitor.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling; set before any public route runs. */
    principal: Principal | null
    /** The address for which this request counts: who asked, or the visitor for whom a page was asked. */
    address: string
    /** The terms of a visitor of the lab, if the request came under any. */
    lab: LabScope | null
    /** What the caller's own key is worth a minute, where there is one. */
    quotaPerMinute: number | null
    /** Whether the caller got the identity of a new guest with this very request. */
    freshGuest: boolean
    /** Set with the principal. */
    visit: Visit | null
  }
}

const yearS = 31_536_000
const userAgentLengthMax = 300
const keyWanted = 'Pages of other origins call with an API key: authorization: Bearer <key>.'

/**
 * The edge's first question to each public request: did it come through the ingress, from one of our pages if a browser
 * sent it, from whom, and under which of the lab's terms? A new guest's cookie goes out with the reply, and that of an ended
 * session is taken back. Throws `forbidden`, `unauthenticated`, `unavailable`.
 */
export function identifyRequest({
  authenticate,
  ingressSecret,
  readBadge,
  readScope,
  mayIssueGuest,
  fromPartnersPage = () => false,
  refuseFlood,
  onBadKey,
  clock,
}: {
  authenticate: ReturnType<typeof createAuthentication>
  ingressSecret: string
  /** Where the lab is open: who shows a badge is staff in this request. */
  readBadge?: StaffBadges['read'] | undefined
  readScope: LabScopes['read']
  /** Whether this request's address may have one more guest's cookie. */
  mayIssueGuest: (request: FastifyRequest) => Promise<boolean>
  /** Whether a page of a partner sent it, which may call with an API key and nothing else. */
  fromPartnersPage?: (request: FastifyRequest) => boolean
  /** Refuses what need not be looked at, before anybody is asked who it is. */
  refuseFlood?: (request: FastifyRequest, reply: FastifyReply) => void
  /** Told of who shows a key that is none, or no more. */
  onBadKey?: (request: FastifyRequest) => void
  clock: Pick<Clock, 'now'>
}) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const header = (name: string) => asText(request.headers[name])
    if (!same(header('x-ingress-secret'), ingressSecret)) {
      throw new Failure('forbidden', { detail: 'The gateway is reached through the ingress only.' })
    }
    const visitor = readVisitor(header('x-visitor'), { secret: ingressSecret, nowMs: clock.now() })
    request.address = visitor ?? header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? request.ip
    if (!fromPartnersPage(request)) refuseCrossSite(crossSiteOf(request))
    else if (header('authorization') === undefined) throw new Failure('unauthenticated', { detail: keyWanted })
    refuseFlood?.(request, reply)
    const cookies = cookiesOf(request, reply)
    const credentials = {
      authorization: header('authorization'),
      sessionCookie: cookies.get('session'),
      guestCookie: cookies.get('guest'),
    }
    const { principal, signedIn, guestId, newGuestCookie, quotaPerMinute, isOver } = await authenticate(
      credentials,
    ).catch((error: unknown) => {
      if (isFailure(error, 'unauthenticated')) onBadKey?.(request)
      throw error
    })
    request.visit = {
      ...{ cookies, guestId, signedIn },
      address: networkOf(request.address),
      userAgent: header('user-agent')?.slice(0, userAgentLengthMax) ?? null,
      isStillIn: async () => principal.kind === 'guest' || (await isStill(principal, () => authenticate(credentials))),
    }
    request.principal = (await readBadge?.(header('x-staff-badge'))) ?? principal
    request.lab = (await readScope(header('x-lab-scope') ?? request.cookies.switchyard_lab)) ?? null
    request.quotaPerMinute = quotaPerMinute ?? null
    request.freshGuest = newGuestCookie !== null
    if (isOver) cookies.clear('session')
    if (newGuestCookie !== null && (await mayIssueGuest(request))) cookies.set('guest', newGuestCookie, yearS)
  }
}

function crossSiteOf({ method, url, headers }: FastifyRequest) {
  const header = (name: string) => asText(headers[name])
  return {
    method,
    path: url,
    host: header('x-forwarded-host') ?? header('host'),
    origin: header('origin'),
    fetchSite: header('sec-fetch-site'),
    trpcSource: header('x-trpc-source'),
  }
}

/** While it cannot be found out, nobody can have been turned out either. */
const isStill = (who: Principal, authenticate: () => Promise<{ principal: Principal }>): Promise<boolean> =>
  authenticate().then(
    ({ principal }) => principal.kind === who.kind && principal.id === who.id,
    (error: unknown) => !isFailure(error, 'unauthenticated'),
  )

const asText = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

function same(given: string | undefined, expected: string): boolean {
  const a = Buffer.from(given ?? '')
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
