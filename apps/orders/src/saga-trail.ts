import { SagaTrail } from '@switchyard/contracts/trail'
import type { z } from 'zod'
import { fulfilOrder } from './fulfil-order.saga.ts'

interface SagaRows {
  readonly state: string
  readonly steps: readonly {
    readonly name: string
    readonly state: string
    readonly startedAt: Date | null
    readonly endedAt: Date | null
  }[]
}

/** A saga's rows as the lab shows them, each step with the service that carries it out. */
export const sagaTrail = ({ state, steps }: SagaRows): z.infer<typeof SagaTrail> =>
  SagaTrail.parse({
    state,
    steps: steps.map((step) => ({
      name: step.name,
      service: serviceOf(step.name),
      state: step.state,
      startedAt: step.startedAt?.toISOString() ?? null,
      endedAt: step.endedAt?.toISOString() ?? null,
    })),
  })

/** A command bears the name of the service that carries it out. */
const serviceOf = (step: string): string =>
  fulfilOrder.steps.find(({ name }) => name === step)?.request.name.split('.')[0] ?? 'orders'
