import type { storefront } from '@switchyard/contracts/storefront'
import type { Principal } from '@switchyard/rpc/envelope'
import type { Handlers } from '@switchyard/rpc/implement'
import type { Log } from '@switchyard/runtime/log'
import type { Host } from './host-client.ts'

type Lab = Handlers<typeof storefront.lab>

/** What a visitor may do to the running system, each thing through the host and into the audit log. */
export function labControls({
  host,
  log,
}: {
  host: Host
  log: Log
}): Pick<Lab, 'act' | 'scale' | 'faults' | 'injectFault' | 'healFault'> {
  const audit = (by: Principal, what: object) => log.info({ audit: true, by, ...what }, 'lab action')
  return {
    act: async ({ input: { id, action }, ctx }) => {
      audit(ctx.envelope.principal, { id, action })
      return host.act(id, action)
    },

    scale: async ({ input: { service, instances, as }, ctx }) => {
      audit(ctx.envelope.principal, { action: 'scale', service, instances, ...(as && { as }) })
      return host.scale(service, instances, as)
    },

    faults: () => host.faults(),

    injectFault: async ({ input, ctx }) => {
      audit(ctx.envelope.principal, { action: 'hurt', fault: input })
      return { ...input, ...(await host.injectFault(input)) }
    },

    healFault: async ({ input: { id }, ctx }) => {
      audit(ctx.envelope.principal, { action: 'heal', id })
      return host.healFault(id)
    },
  }
}
