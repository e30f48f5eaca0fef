import type { Metadata } from 'next'
import { SagaView } from '~/lab/saga/saga-view'

export const metadata: Metadata = { title: 'Saga and compensation, Lab' }

/** The saga of an order that the visitor places here, forward and back. */
export default function SagaPage() {
  return (
    <main id="main">
      <SagaView />
    </main>
  )
}
