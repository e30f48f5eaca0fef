import { databaseEnv, labEnv, processEnv, readEnv, redisEnv, secretsEnv, tlsEnv } from '@switchyard/runtime/env'
import { z } from 'zod'

const perMinute = (usual: number) => z.coerce.number().int().min(3).max(1_000_000_000).default(usual)
const streams = (usual: number) => z.coerce.number().int().min(1).max(15_000).default(usual)

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text

/** What the gateway needs to run. */
export const env = readEnv({
  ...processEnv,
  ...secretsEnv('accounts.secret', 'audit.secret', 'guest-cookie.secret', 'ingress.secret', 'payments-webhook.secret'),
  ...redisEnv,
  ...databaseEnv,
  ...labEnv,
  ...tlsEnv,
  GUEST_CALLS_PER_MINUTE: perMinute(300).describe('what one guest may ask in a minute, in units of cost'),
  USER_CALLS_PER_MINUTE: perMinute(600).describe('what one person who has signed in may ask in a minute'),
  ADDRESS_CALLS_PER_MINUTE: perMinute(1_200).describe('what all of one address may ask in a minute'),
  NEW_GUESTS_PER_MINUTE: perMinute(300).describe('how many guests may begin at one address in a minute'),
  BAD_KEYS_PER_MINUTE: perMinute(60).describe(
    'how many API keys that are none may be shown at one address in a minute',
  ),
  CALLER_STREAMS: streams(24).describe('how many event streams of one guest or person may be open at one gateway'),
  ADDRESS_STREAMS: streams(300).describe('how many event streams of one address may be open at one gateway'),
  KEY_STREAMS: streams(1_000).describe('how many event streams of one API key may be open at one gateway'),
  STAFF_SECOND_FACTOR: z
    .enum(['required', 'offered'])
    .optional()
    .describe('whether staff have to have a second factor; required, unless the lab is open'),
  WEB_URL: z.url().describe("where the shop's pages are, as people reach them, for links in mails"),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((origin) => origin !== ''))
    .refine(
      (origins) => origins.every(isOrigin),
      'must be origins with commas between them, e.g. https://partner.example',
    )
    .describe('origins of partners whose pages may call with an API key; none by default'),
  HOST_URL: z.url().optional().describe("the local host's control API, for the lab"),
})
