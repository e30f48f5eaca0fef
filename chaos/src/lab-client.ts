import { Verdict } from '@switchyard/contracts/facts'
import { CallerView, type LabScope } from '@switchyard/contracts/lab'
import { System } from '@switchyard/contracts/lab-operations'
import { z } from 'zod'
import { type Answer, type Ask, meaningOf, told } from './http.ts'

/** The shop's own view of itself, as its lab shows it to anybody. */
export type LabClient = ReturnType<typeof openLabClient>

/** Asks the lab's operations over tRPC at the gateway. What cannot be had is undefined: not every shop has a lab. */
export function openLabClient({ gateway, apiKey, ask }: { gateway: string; apiKey: string; ask: Ask }) {
  const headers = { authorization: `Bearer ${apiKey}` }
  const read = async <Value>(
    operation: string,
    schema: z.ZodType<Value>,
    limitMs = 2_000,
  ): Promise<Value | undefined> => {
    const answer = await ask(`${gateway}/trpc/v2/lab.${operation}?input=%7B%7D`, { headers, limitMs })
    return dataIn(answer, schema)
  }
  return {
    /** What the gateway that answers believes of the services that it calls. */
    callers: () => read('callers', z.array(CallerView)),
    /** Every instance with its lease. */
    system: () => read('system', System),
    /** What the checker finds in everybody's books now, as if nothing were under way. */
    check: () => read('check', Verdict, 300_000),
    /** A signed scope, for the header `x-lab-scope`. Throws when the lab gives none. */
    signScope: async (scope: z.input<typeof LabScope>): Promise<string> => {
      const answer = await ask(`${gateway}/trpc/v2/lab.signScope`, { method: 'POST', headers, body: scope })
      const signed = dataIn(answer, z.object({ token: z.string() }))
      if (signed === undefined) throw new Error(`the lab signs no scope: ${told(answer)}`)
      return signed.token
    },
  }
}

/** What tRPC's answer carries; undefined when it carries an error, or something else. */
function dataIn<Value>(answer: Answer, schema: z.ZodType<Value>): Value | undefined {
  const reply = Reply.safeParse(meaningOf(answer))
  return reply.success ? schema.safeParse(reply.data.result.data).data : undefined
}

const Reply = z.object({ result: z.object({ data: z.unknown() }) })
