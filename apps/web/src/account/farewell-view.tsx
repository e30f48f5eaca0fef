'use client'

import { useMutation } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Button } from '~/components/button'
import { Field } from '~/components/field'
import { useGateway } from '~/gateway-browser'
import { farewellForm, labels } from './account-forms'
import { EntryForm, useEntryForm } from './entry-form'
import { leaveBrowser } from './leave-browser'

const wrong = { field: 'password', words: 'This is not the password of your account.' } as const

/** Says what goes and what stays, and removes the person once they have said twice that they mean it. */
export function FarewellView({ email }: { email: string }) {
  const gateway = useGateway()
  const schema = useMemo(() => farewellForm(email), [email])
  const leave = useMutation({
    ...gateway.account.delete.mutationOptions(),
    onSuccess: () => leaveBrowser('/account/deleted'),
  })
  const entry = useEntryForm({
    ...{ schema, values: { email: '', password: '' }, error: leave.error, wrong },
    onDone: ({ password }) => leave.mutate({ password }),
  })
  const { control, errors } = entry
  return (
    <>
      <div className="ac-w">
        <section aria-labelledby="goes">
          <h2 id="goes">What goes, for good</h2>
          <ul>
            <li>Your name, your e-mail, your password and your second factor</li>
            <li>Every address in your book, and those on your orders</li>
            <li>Your bag, and the mails we kept</li>
            <li>Every session, within a second</li>
          </ul>
        </section>
        <section aria-labelledby="stays">
          <h2 id="stays">What stays, without you in it</h2>
          <ul>
            <li>Your orders: their number, prints, sums and dates, since the books of a shop have to add up</li>
            <li>The edition numbers: the prints stay yours</li>
          </ul>
        </section>
      </div>
      <p className="dim">
        Nobody can take this back, not even we. An order that is on its way still arrives; nobody can look it up by your
        name any more.
      </p>
      <EntryForm {...entry}>
        <Field id="email" label={`To be sure, type ${email}`} error={errors.email?.message}>
          <input {...control('email')} type="email" autoComplete="off" />
        </Field>
        <Field id="password" label={labels.password} error={errors.password?.message}>
          <input {...control('password')} type="password" autoComplete="current-password" />
        </Field>
        <div className="row form-a">
          <Button
            type="submit"
            look="danger"
            waiting={(leave.isPending || leave.isSuccess) && 'Taking you out of our books'}
          >
            Delete my account
          </Button>
        </div>
      </EntryForm>
    </>
  )
}
