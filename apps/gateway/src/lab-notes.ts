import type { Attempt } from '@switchyard/contracts/lab'
import type { storefront } from '@switchyard/contracts/storefront'
import type { CallScope } from '@switchyard/rpc/envelope'
import { isFailure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import type { Log } from '@switchyard/runtime/log'
import type { Services } from './services.ts'

interface LabNotesOptions {
  services: Pick<Services, 'orders'>
  ownScope: () => CallScope
  log: Log
}

/** The notebook of orders, for visitors. Whoever asks an instance to die while it writes gets no answer of it, and is told so. */
export function labNotes({
  services,
  ownScope,
  log,
}: LabNotesOptions): Pick<Handlers<typeof storefront.lab>, 'writeNotes' | 'notes'> {
  return {
    writeNotes: async ({ input, ctx }) => {
      log.info({ audit: true, by: ctx.envelope.principal, action: 'write notes', ...input }, 'lab action')
      const attempts: Attempt[] = []
      const scope = { ...ownScope(), deadlineAtMs: ctx.envelope.deadlineAtMs, attempts }
      const asked = () => attempts.at(-1)?.instanceId ?? null
      try {
        const { untold } = await services.orders(scope).writeNotes.mutate(input)
        return { instanceId: asked(), died: false, untold }
      } catch (error) {
        if (input.dieAt === undefined || !isFailure(error) || error.code === 'not_found') throw error
        return { instanceId: asked(), died: true }
      }
    },

    notes: ({ input }) => services.orders(ownScope()).notes.query(input),
  }
}
