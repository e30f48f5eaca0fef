'use client'

import type { NewSecondFactor } from '@switchyard/contracts/second-factor'
import { useMutation } from '@tanstack/react-query'
import { AppCodeForm } from '~/account/account-forms'
import { EntryForm, useEntryForm } from '~/account/entry-form'
import { ArrivingHeading } from '~/components/arriving-heading'
import { Button } from '~/components/button'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'
import { CodeField } from './code-field'
import { PasswordForm } from './password-form'

type OnOn = (recoveryCodes: readonly string[]) => void

/** The password, then the key for the app, then a code that proves that it has it. */
export function TurnOn({ onOn }: { onOn: OnOn }) {
  const gateway = useGateway()
  const begin = useMutation(gateway.account.beginSecondFactor.mutationOptions())
  if (begin.data) return <ShowKey made={begin.data} onOn={onOn} />
  return (
    <>
      <p className="dim">
        Somebody may learn your password. With a second factor that is not enough: sign-in also asks for six digits,
        which an authenticator app on your phone shows and changes every half minute.
      </p>
      <PasswordForm
        act="Set it up"
        acting={begin.isPending && 'Making a key'}
        error={begin.error}
        onDone={begin.mutate}
      />
    </>
  )
}

function ShowKey({ made: { uri, qr, key, recoveryCodes }, onOn }: { made: NewSecondFactor; onOn: OnOn }) {
  const gateway = useGateway()
  const turnOn = useMutation({
    ...gateway.account.turnOnSecondFactor.mutationOptions(),
    onSuccess: () => onOn(recoveryCodes),
  })
  const { control, errors, ...entry } = useEntryForm({
    ...{ schema: AppCodeForm, values: { code: '' }, error: turnOn.error },
    wrong: { field: 'code', words: refusalOf(turnOn.error) },
    onDone: (values) => turnOn.mutate(values),
  })
  return (
    <section className="ac-f" aria-labelledby="key">
      <ArrivingHeading id="key">Show this to your app</ArrivingHeading>
      <div className="sf-k">
        {/* biome-ignore lint/performance/noImgElement: it is in the page already */}
        <img src={`data:image/svg+xml,${encodeURIComponent(qr)}`} alt="The key as a QR code" width="220" height="220" />
        <div>
          <p className="dim">
            In the authenticator app, add an account and point the camera here. On the phone itself,{' '}
            <a href={uri}>open it in the app</a>, or type the key:
          </p>
          <code>{inFours(key)}</code>
        </div>
      </div>
      <EntryForm errors={errors} {...entry}>
        <CodeField control={control('code')} error={errors.code?.message} />
        <div className="row form-a">
          <Button type="submit" waiting={turnOn.isPending && 'Turning it on'}>
            Turn it on
          </Button>
        </div>
      </EntryForm>
    </section>
  )
}

/** As it is easier to type; apps take the spaces. */
const inFours = (key: string) => key.replace(/.{4}(?=.)/g, '$& ')
