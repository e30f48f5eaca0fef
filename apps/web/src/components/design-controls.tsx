'use client'

import { useState } from 'react'
import { Button } from './button'
import { CheckGroup } from './check-group'
import { Drawer } from './drawer'
import { Field, fieldProps } from './field'
import { Range } from './range'
import { Segments } from './segments'
import { Stepper } from './stepper'

/** Everything to press and to fill in, alive, for the design sheet. */
export const Controls = () => (
  <>
    <Buttons />
    <Fields />
    <Choices />
  </>
)

const Buttons = () => (
  <p className="row">
    <Button>Add to bag</Button>
    <Button look="quiet">Quiet</Button>
    <Button look="danger">Drop it</Button>
    <Button waiting="Waiting for the stock room" />
    <Button look="quiet" small>
      Small
    </Button>
  </p>
)

const wrong = 'Austrian codes have four digits, like 1070.'

const Fields = () => (
  <div className="form ds-form">
    <Field id="sample-city" label="City" half>
      <input {...fieldProps('sample-city')} defaultValue="Wien" />
    </Field>
    <Field id="sample-code" label="Postal code" error={wrong} half>
      <input {...fieldProps('sample-code', { error: wrong })} defaultValue="10700" />
    </Field>
  </div>
)

function Choices() {
  const [view, setView] = useState<'wall' | 'close'>('wall')
  const [count, setCount] = useState(1)
  const [delay, setDelay] = useState(400)
  const [chosen, setChosen] = useState(['a2'])
  return (
    <>
      <div className="row">
        <Stepper label="Quantity" value={count} onChange={setCount} />
        <Segments label="View" value={view} onChange={setView} choices={views} />
        <Drawer title="A drawer" opener={<Button look="quiet">Open a drawer</Button>}>
          <p className="ds-drawer dim">It holds the focus until it is closed, and then gives it back.</p>
        </Drawer>
      </div>
      <div className="ds-form">
        <Range
          label="Delay"
          value={delay}
          min={0}
          max={2_000}
          step={100}
          onChange={setDelay}
          format={(ms) => `${ms} ms`}
        />
        <CheckGroup legend="Size" name="sample-size" kind="any" chosen={chosen} onChange={setChosen} choices={sizes} />
      </div>
    </>
  )
}

const views = [
  { value: 'wall', label: 'On a wall' },
  { value: 'close', label: 'Up close' },
] as const
const sizes = [
  { value: 'a3', label: 'A3', count: 12 },
  { value: 'a2', label: 'A2', count: 9 },
  { value: 'a1', label: 'A1', count: 0, disabled: true },
]
