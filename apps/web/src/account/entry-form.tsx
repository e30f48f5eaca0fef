'use client'

import { type ReactNode, useMemo } from 'react'
import type { FieldValues } from 'react-hook-form'
import type { z } from 'zod'
import { ErrorSummary } from '~/components/error-summary'
import { Notice } from '~/components/notice'
import { useAlive } from '~/components/use-alive'
import { useCheckedForm } from '~/components/use-checked-form'
import { labels } from './account-forms'
import { entryFaults } from './entry-faults'

interface EntryFormOptions<Values> {
  schema: z.ZodType<Values, Values>
  values: Values
  /** What came back last, if it was a no. */
  error: unknown
  /** Where to say that a password does not fit. */
  wrong?: { field: keyof Values & string; words: string }
  onDone: (values: Values) => void
}

/** A checked form that is sent to the gateway, with the gateway's own faults in it. */
export function useEntryForm<Values extends FieldValues>(options: EntryFormOptions<Values>) {
  const { schema, values, error, wrong, onDone } = options
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another answer says something else
  const told = useMemo(
    () =>
      error ? entryFaults<keyof Values & string>(error, { names: Object.keys(values), ...(wrong && { wrong }) }) : {},
    [error],
  )
  return { ...useCheckedForm({ schema, values, faults: told.fields, onDone }), notice: told.notice }
}

type EntryFormProps = Pick<ReturnType<typeof useEntryForm>, 'form' | 'errors' | 'summary' | 'notice'> & {
  children: ReactNode
}

/** The form with what there is to mend above it. Before the page is alive nothing can be typed: it would be lost. */
export function EntryForm({ form, errors, summary, notice, children }: EntryFormProps) {
  const alive = useAlive()
  return (
    <>
      <ErrorSummary labels={labels} errors={errors} at={summary} />
      {notice && (
        <Notice tone="bad" role="alert" title={notice.title}>
          {notice.text}
        </Notice>
      )}
      <form {...form} method="post">
        <fieldset className="form" disabled={!alive}>
          {children}
        </fieldset>
      </form>
    </>
  )
}
