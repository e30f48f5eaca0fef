import type { ComponentProps } from 'react'
import { labels } from '~/account/account-forms'
import { Field } from '~/components/field'

interface CodeFieldProps {
  control: ComponentProps<'input'>
  error: string | undefined
  half?: boolean
  /** Whether a recovery code is what is asked for, or may be typed here too. */
  recovery?: 'instead' | 'too'
}

/** Where somebody types a code; browsers fill in those of an app that they keep themselves. */
export function CodeField({ control, error, half, recovery }: CodeFieldProps) {
  const digits = { inputMode: 'numeric', autoComplete: 'one-time-code' } as const
  const letters = { autoCapitalize: 'none', autoComplete: 'off', spellCheck: false } as const
  return (
    <Field id="code" label={labels.code} hint={hints[recovery ?? 'none']} half={half ?? false} error={error}>
      <input {...control} {...(recovery ? letters : digits)} {...(!error && { 'aria-describedby': 'code-hint' })} />
    </Field>
  )
}

const hints = {
  none: 'Six digits, as your authenticator app shows them now.',
  instead: 'One of the ten that you kept. Each counts once.',
  too: 'Of your authenticator app, or a recovery code.',
}
