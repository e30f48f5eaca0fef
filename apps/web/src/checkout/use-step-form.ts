'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useRef } from 'react'
import { type DefaultValues, type FieldValues, type Path, type Resolver, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { fieldProps } from '~/components/field'
import type { FieldName } from './checkout-form'

interface StepFormOptions<Values> {
  schema: z.ZodType<Values, Values>
  values: Values
  /** What the services found wrong after the last step. */
  faults: Partial<Record<FieldName, string>> | undefined
  /** Keeps what was typed, right or wrong. */
  onKeep: (values: Values) => void
  onDone: (values: Values) => void
}

/** One step's form: checked when it is sent, then with every key; what is wrong takes the focus as a whole. */
export function useStepForm<Values extends FieldValues>(options: StepFormOptions<Values>) {
  const { schema, values, faults, onKeep, onDone } = options
  const summary = useRef<HTMLDivElement>(null)
  const form = useForm<Values>({
    // The one cast: zod's input and output are the same here, which the resolver's overloads cannot see through a type parameter.
    resolver: zodResolver(schema as never) as unknown as Resolver<Values>,
    defaultValues: values as DefaultValues<Values>,
    shouldFocusError: false,
  })
  const { errors, submitCount } = form.formState
  useEffect(() => {
    for (const [name, message] of Object.entries(faults ?? {})) form.setError(name as Path<Values>, { message })
  }, [faults, form])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try to go on, and each answer, is what moves the focus
  useEffect(() => summary.current?.focus(), [submitCount, faults])

  return {
    summary,
    errors: errors as Partial<Record<FieldName, { message?: string }>>,
    form: {
      noValidate: true,
      onBlur: () => onKeep(form.getValues()),
      onSubmit: form.handleSubmit((done) => onDone(done)),
    },
    /** Everything that a control needs, by its name. */
    control: (name: FieldName & Path<Values>) => {
      const error = (errors as Partial<Record<string, { message?: string }>>)[name]?.message
      return { ...fieldProps(name, { error }), ...form.register(name) }
    },
  }
}
