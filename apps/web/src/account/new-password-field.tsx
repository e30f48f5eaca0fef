import type { ComponentProps } from 'react'
import { Field } from '~/components/field'
import { newPasswordHint } from './password-hint'

interface NewPasswordFieldProps {
  label: string
  control: ComponentProps<'input'>
  error: string | undefined
}

/** Where somebody chooses a password: what it needs stands below, until there is something to mend. */
export const NewPasswordField = ({ label, control, error }: NewPasswordFieldProps) => (
  <Field id="password" label={label} hint={newPasswordHint} error={error}>
    <input
      {...control}
      type="password"
      autoComplete="new-password"
      {...(!error && { 'aria-describedby': 'password-hint' })}
    />
  </Field>
)
