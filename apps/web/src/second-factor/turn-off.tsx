'use client'

import { useMutation } from '@tanstack/react-query'
import { labels, TurnOffForm } from '~/account/account-forms'
import { EntryForm, useEntryForm } from '~/account/entry-form'
import { ArrivingHeading } from '~/components/arriving-heading'
import { Button } from '~/components/button'
import { Field } from '~/components/field'
import { useGateway } from '~/gateway-browser'
import { CodeField } from './code-field'

const wrong = {
  field: 'code',
  words: 'Password and code do not fit. Please look at both again; each code counts once.',
} as const

/** Takes the password and a code of either kind. */
export function TurnOff({ onOff, onShut }: { onOff: () => void; onShut: () => void }) {
  const gateway = useGateway()
  const turnOff = useMutation({ ...gateway.account.turnOffSecondFactor.mutationOptions(), onSuccess: onOff })
  const { control, errors, ...entry } = useEntryForm({
    ...{ schema: TurnOffForm, values: { password: '', code: '' }, error: turnOff.error },
    wrong,
    onDone: (values) => turnOff.mutate(values),
  })
  return (
    <div className="ac-f sf-o">
      <ArrivingHeading>Turn the second factor off</ArrivingHeading>
      <EntryForm errors={errors} {...entry}>
        <Field id="password" label={labels.password} half error={errors.password?.message}>
          <input {...control('password')} type="password" autoComplete="current-password" />
        </Field>
        <CodeField control={control('code')} error={errors.code?.message} half recovery="too" />
        <div className="row between form-a">
          <Button look="quiet" onClick={onShut}>
            Leave it on
          </Button>
          <Button type="submit" look="danger" waiting={turnOff.isPending && 'Turning it off'}>
            Turn it off
          </Button>
        </div>
      </EntryForm>
    </div>
  )
}
