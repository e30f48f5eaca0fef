'use client'

import { useSearchParams } from 'next/navigation'
import { useRef, useState } from 'react'
import { BareWall } from '~/components/bare-wall'
import { Button } from '~/components/button'
import { Notice } from '~/components/notice'
import { useAlive } from '~/components/use-alive'
import { useNow } from '~/components/use-now'
import { failureCode } from '~/gateway'
import { AgeChip } from '~/lab/age-chip'
import { LetterDetail } from './letter-detail'
import { LetterFilters } from './letter-filters'
import { LetterList } from './letter-list'
import { stateWords } from './letter-words'
import { addressOf, type LettersAsked, readAsked } from './letters-asked'
import { OfficeDoor } from './office-door'
import { PassOver } from './pass-over'
import { type Before, useLetters } from './use-letters'
import { useOfficePass } from './use-office-pass'

/** The messages that no service could apply: staff sees them, others the door. */
export function DeadLettersView() {
  const alive = useAlive()
  const pass = useOfficePass()
  if (!alive || pass.isOpenQuestion) {
    return (
      <div className="page dlp">
        <Intro />
      </div>
    )
  }
  if (pass.by === null)
    return (
      <div className="page dl-door">
        <OfficeDoor pass={pass} />
      </div>
    )
  return <Letters pass={pass} />
}

const Intro = () => (
  <header>
    <h1>Dead letters</h1>
    <p className="dim">
      Messages that failed every attempt wait here, with their reason. Nothing is lost; nothing is retried behind your
      back.
    </p>
  </header>
)

function Letters({ pass }: { pass: ReturnType<typeof useOfficePass> }) {
  const address = useSearchParams()
  const asked = readAsked(address)
  const [before, setBefore] = useState<Before>()
  const letters = useLetters(asked, before)
  const message = useRef<HTMLElement>(null)
  const ask = (next: LettersAsked, from: Before = undefined) => {
    setBefore(from)
    window.history.replaceState(null, '', addressOf(next))
    // On a phone the message stands below the list.
    if (next.letter && matchMedia('(max-width: 860px)').matches) message.current?.scrollIntoView()
  }
  if (letters.error && ['unauthenticated', 'forbidden'].includes(failureCode(letters.error))) {
    return (
      <div className="page dl-door">
        <PassOver pass={pass} />
      </div>
    )
  }
  return (
    <div className="page dlp">
      <Intro />
      <section className="dl-l" aria-label="Messages">
        <List {...{ asked, before, letters, ask }} />
      </section>
      <article className="dl-d" aria-label="Message" ref={message}>
        {asked.letter ? (
          <LetterDetail which={asked.letter} me={pass.by} />
        ) : (
          <p className="dim">Choose a message: what it says, why it failed and what can be done stands here.</p>
        )}
      </article>
    </div>
  )
}

interface ListProps {
  asked: LettersAsked
  before: Before
  letters: ReturnType<typeof useLetters>
  ask: (asked: LettersAsked, before?: Before) => void
}

function List({ asked, before, letters: { data, error, dataUpdatedAt }, ask }: ListProps) {
  const now = useNow()
  const { word } = stateWords[asked.state]
  const last = data?.items.at(-1)
  return (
    <>
      <header className="ph">
        <h2>{word}</h2>
        <AgeChip source="deadLetters.list" at={dataUpdatedAt} />
      </header>
      <LetterFilters asked={asked} counts={data?.counts ?? []} onAsk={ask} />
      {error && (
        <Notice tone="warn" role="status" title="Nobody can be asked right now">
          The messages are safe where they are kept. We ask again by ourselves.
        </Notice>
      )}
      {data?.missing.map((service) => (
        <Notice key={service} tone="warn" role="status" title={`${service} cannot be asked right now`}>
          Its messages are not in this list. They are safe, and we ask again by ourselves.
        </Notice>
      ))}
      {!data && !error && <p className="dim">Looking through the letters.</p>}
      {data?.items.length === 0 && (
        <BareWall title={asked.state === 'waiting' ? 'None waits' : 'None here'}>
          {asked.state === 'waiting'
            ? 'Every message has been applied, or somebody has dealt with it.'
            : 'Look at the others above.'}
        </BareWall>
      )}
      {data && data.items.length > 0 && (
        <LetterList
          items={data.items}
          openId={asked.letter?.id}
          now={now}
          onOpen={({ service, id }) => ask({ ...asked, letter: { service, id } }, before)}
        />
      )}
      <div className="row dl-more">
        {before && (
          <Button small look="quiet" onClick={() => ask(asked)}>
            The newest
          </Button>
        )}
        {data?.more && last && (
          <Button small look="quiet" onClick={() => ask(asked, { failedAt: last.failedAt, id: last.id })}>
            Older ones
          </Button>
        )}
      </div>
    </>
  )
}
