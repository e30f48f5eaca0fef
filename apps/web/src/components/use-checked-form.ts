'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useRef } from 'react'
import { type DefaultValues, type FieldValues, type Path, type Resolver, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { fieldProps } from './field'

/** What is wrong, field by field. */
type Faults<Values> = Partial<Record<keyof Values & string, string>>

interface CheckedFormOptions<Values> {
  schema: z.ZodType<Values, Values>
  values: Values
  /** What the services found wrong with what was sent last; the same object until they say something else. */
  faults: Faults<Values> | undefined
  /** Keeps what was typed, right or wrong. */
  onKeep?: (values: Values) => void
  onDone: (values: Values) => void
}

/** One form: checked when it is sent, then with every key; what is wrong takes the focus as a whole. */
export function useCheckedForm<Values extends FieldValues>(options: CheckedFormOptions<Values>) {
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
    for (const [name, message] of Object.entries<string | undefined>(faults ?? {})) {
      if (message !== undefined) form.setError(name as Path<Values>, { message })
    }
  }, [faults, form])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try to go on is what moves the focus
  useEffect(() => summary.current?.focus(), [submitCount])
  // What the services say is shown a moment after it is known, and takes the focus once: not again from whoever is mending it.
  const isShown = Object.keys(errors).length > 0
  const heard = useRef<typeof faults>(undefined)
  useEffect(() => {
    if (!isShown || heard.current === faults) return
    heard.current = faults
    summary.current?.focus()
  }, [isShown, faults])

  return {
    summary,
    errors: errors as Partial<Record<keyof Values & string, { message?: string }>>,
    form: {
      noValidate: true,
      onBlur: () => onKeep?.(form.getValues()),
      onSubmit: form.handleSubmit((done) => onDone(done)),
    },
    /** Everything that a control needs, by its name. */
    control: (name: keyof Values & Path<Values>) => {
      const error = (errors as Partial<Record<string, { message?: string }>>)[name]?.message
      return { ...fieldProps(name, { error }), ...form.register(name) }
    },
    /** Writes into fields, as if it had been typed. */
    fill: (filled: Partial<Values>) => {
      for (const [name, value] of Object.entries(filled)) {
        form.setValue(name as Path<Values>, value, { shouldValidate: submitCount > 0 })
      }
    },
  }
}
