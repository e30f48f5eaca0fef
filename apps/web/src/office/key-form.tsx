import type { Scope } from '@switchyard/contracts/api-keys'
import { useState } from 'react'
import { Button } from '~/components/button'
import { CheckGroup } from '~/components/check-group'
import { Field, fieldProps } from '~/components/field'
import type { useApiKeys } from './use-api-keys'

const choices: readonly { value: Scope; label: string }[] = [
  { value: 'orders:write', label: 'Place, cancel and return orders' },
  { value: 'webhooks', label: 'Keep webhooks' },
  { value: 'orders:read', label: 'Read everybody’s orders' },
]

type KeyFormProps = Pick<ReturnType<typeof useApiKeys>, 'create' | 'isMaking' | 'mustKeep'>

/** A new key for a partner, with what it may do. */
export function KeyForm({ create, isMaking, mustKeep }: KeyFormProps) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<string[]>(['orders:write'])
  const [error, setError] = useState<string>()
  const make = async () => {
    if (name.trim() === '') return setError('Say whose key it is.')
    setError(undefined)
    const known = choices.map(({ value }) => value).filter((value) => scopes.includes(value))
    if (await create({ name: name.trim(), scopes: known })) setName('')
  }
  return (
    <form
      className="sales-r"
      aria-label="A new key"
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <Field id="key-name" label="Partner" error={error} hint="The partner’s name, not a person’s.">
        <input
          {...fieldProps('key-name', { error, hint: 'yes' })}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <CheckGroup legend="It may" name="scopes" kind="any" choices={choices} chosen={scopes} onChange={setScopes} />
      <Button type="submit" waiting={isMaking ? 'Making it' : mustKeep && 'Keep the new key first'}>
        Make a key
      </Button>
    </form>
  )
}
