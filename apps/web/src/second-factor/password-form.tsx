import { ConfirmForm, labels } from '~/account/account-forms'
import { EntryForm, useEntryForm } from '~/account/entry-form'
import { Button } from '~/components/button'
import { Field } from '~/components/field'

interface PasswordFormProps {
  /** What the button says, and while it waits. */
  act: string
  acting: string | false
  error: unknown
  onDone: (values: { password: string }) => void
}

/** Asks for the password again before something is done. */
export function PasswordForm({ act, acting, error, onDone }: PasswordFormProps) {
  const { control, errors, ...entry } = useEntryForm({
    ...{ schema: ConfirmForm, values: { password: '' }, error, wrong, onDone },
  })
  return (
    <EntryForm errors={errors} {...entry}>
      <Field id="password" label={labels.password} error={errors.password?.message}>
        <input {...control('password')} type="password" autoComplete="current-password" />
      </Field>
      <div className="row form-a">
        <Button type="submit" waiting={acting}>
          {act}
        </Button>
      </div>
    </EntryForm>
  )
}

const wrong = { field: 'password', words: 'This is not the password of your account.' } as const
