/**
 * BROADCAST: a hint to every instance, at most once, over Redis pub/sub. It is never the only signal: whoever hears it
 * asks for the truth, and whoever misses it finds out a little later by itself.
 *
 *     messaging.hint('order', orderId)
 *     messaging.hint('stock', ...slugs)
 *
 *     const hints = listenForHints({ redisUrl, redisPrefix, log })
 *     const off = hints.on('order', orderId, () => sendNewEntries())
 */
import type { Log } from '@switchyard/runtime/log'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { openRedis } from './redis.ts'

const channelOf = (redisPrefix: string): string => `${redisPrefix}:hints`
const Hint = z.tuple([z.string()], z.string())

/** Tells everyone who listens now, of all keys at once; says nothing when it can't. */
export function sendHint(options: { redis: Redis; redisPrefix: string; topic: string; keys: readonly string[] }): void {
  const { redis, redisPrefix, topic, keys } = options
  if (redis.status !== 'ready' || keys.length === 0) return
  redis.publish(channelOf(redisPrefix), JSON.stringify([topic, ...keys])).catch(() => undefined)
}

export interface Hints {
  /** Calls `listener` at each hint, and after each gap in which one may have been missed; returns what ends it. */
  on(topic: string, key: string, listener: () => void): () => void
  /** Calls `listener` with the key of each hint of a topic, and with `null` after each gap in which any may have been missed. */
  onAny(topic: string, listener: (key: string | null) => void): () => void
  /** Ends at once; nobody is called any more. */
  close(): void
}

/** Listens over one connection, however many listeners there are; subscribes again by itself. */
export function listenForHints(options: { redisUrl: string; redisPrefix: string; log: Log }): Hints {
  const { redisUrl, redisPrefix, log } = options
  const redis = openRedis({ url: redisUrl, profile: 'subscriber', log })
  const listeners = new Map<string, Set<() => void>>()
  const ofTopics = new Set<{ topic: string; listener: (key: string | null) => void }>()
  const call = (group: Iterable<() => void> = []) => {
    for (const listener of group) listener()
  }
  redis.on('message', (_channel: string, text: string) => {
    const [topic, ...keys] = read(text)
    for (const key of keys) {
      for (const one of ofTopics) if (one.topic === topic) one.listener(key)
      call(listeners.get(nameOf(topic, key)))
    }
  })
  // Whatever was said while the line was down is lost, so everyone looks for themselves.
  redis.on('ready', () => {
    for (const { listener } of ofTopics) listener(null)
    call([...listeners.values()].flatMap((group) => [...group]))
  })
  redis.subscribe(channelOf(redisPrefix)).catch((error: unknown) => log.debug({ err: error }, 'not subscribed'))

  return {
    on: (topic, key, listener) => {
      const name = nameOf(topic, key)
      const group = listeners.get(name) ?? new Set()
      listeners.set(name, group.add(listener))
      return () => {
        group.delete(listener)
        if (group.size === 0 && listeners.get(name) === group) listeners.delete(name)
      }
    },
    onAny: (topic, listener) => {
      const one = { topic, listener }
      ofTopics.add(one)
      return () => void ofTopics.delete(one)
    },
    close: () => {
      listeners.clear()
      ofTopics.clear()
      redis.disconnect()
    },
  }
}

const nameOf = (topic: string, key: string): string => `${topic}/${key}`

function read(text: string): [topic: string, ...keys: string[]] {
  try {
    return Hint.parse(JSON.parse(text))
  } catch {
    return ['']
  }
}
