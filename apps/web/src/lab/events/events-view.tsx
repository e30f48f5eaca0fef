'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway } from '~/gateway-browser'
import { GoalList } from '../goal-list'
import { LabClosed } from '../lab-view'
import { PatternPage } from '../pattern-page'
import { Predict } from '../predict'
import { progress } from '../progress'
import { ReadList } from '../read-list'
import { useGoals } from '../use-goals'
import { useSystem } from '../use-system'
import { Why } from '../why'
import { EventsDo } from './events-do'
import { eventsGoals, whatOthersNotice } from './events-goals'
import { eventsText } from './events-text'
import { EventsWatch } from './events-watch'
import { type Hearer, newsAt } from './news'
import { useFigures } from './use-figures'
import { useNews } from './use-news'
import { useRetelling } from './use-retelling'

/** Who hears an event, what one that fails costs the others, and what it does to tell all of it again. */
export function EventsView() {
  const { system, missing } = useSystem()
  const gateway = useGateway()
  const { data: subscribers } = useQuery(gateway.lab.subscribers.queryOptions({}))
  const [chosen, setChosen] = useState<string | null>(null)
  const [to, setTo] = useState<Hearer>('orders.mailroom')
  const news = useNews()
  const { order, path } = news
  const retelling = useRetelling()
  const told = retelling.toldOf(order?.orderId)
  const { figures, count } = useFigures({ order, path, system, to: told?.to ?? to })
  const story = { path, hurt: order?.hurt ?? to, told, figures }
  const came = useFirst(whatOthersNotice(story))
  const goals = useGoals(eventsGoals(story))
  if (missing === 'closed') return <LabClosed />
  const tell = () => path && system && retelling.tell({ to, path, until: system.at, count })
  const at = newsAt(path, story.hurt)
  return (
    <PatternPage
      id="M2"
      title="Publish-subscribe and replay"
      lead="Told once, heard by everyone who declared that they listen, each in their own time."
      group="Messaging"
      next={{ href: '/lab/queues', name: 'M1 Queues and back-pressure' }}
      done={progress({ predicted: chosen !== null, acted: order !== undefined, goals })}
      parts={{
        Predict: <Predict {...prediction} chosen={chosen} onChoose={setChosen} came={came} />,
        Do: (
          <EventsDo
            {...{ news, to, onTo: setTo, onTell: tell, telling: retelling.telling, refused: retelling.refused }}
            open={at !== undefined && at.own.acknowledgedAt === null && told === undefined}
            atRest={at !== undefined && at.own.acknowledgedAt !== null && path?.saga.state === 'undone'}
          />
        ),
        Watch: <EventsWatch {...{ subscribers, path, told, figures }} at={news.at} />,
        Why: <Why paragraphs={eventsText.why} />,
        Goals: <GoalList goals={goals} />,
        Read: <ReadList readings={eventsText.readings} />,
      }}
    />
  )
}

/** The first answer that came; what one has seen stays seen. */
function useFirst<Value>(value: Value | null): Value | null {
  const [first, setFirst] = useState<Value | null>(null)
  if (first === null && value !== null) setFirst(value)
  return first ?? value
}

const prediction = {
  question:
    'Three subscribers hear that an order was cancelled, and one of them fails over it. What do the others notice?',
  answers: [
    { value: 'wait', text: 'They wait until it has managed' },
    { value: 'again', text: 'They hear it again with each of its tries' },
    { value: 'nothing', text: 'Nothing' },
  ],
}
