/**
 * What a checkout asks for, step by step, and the words for what is wrong. The services check all of it again; this is
 * here so that nobody has to wait for them to hear about a slip.
 */
import type { countries } from '@switchyard/contracts/values'
import { z } from '../zod'

type Country = (typeof countries)[number]

/** Where prints are sent to, as the contract knows it. */
export const countryNames: Record<Country, string> = {
  EU: 'European Union',
  CH: 'Switzerland',
  GB: 'United Kingdom',
  US: 'United States',
}

/** A country as people say it; one that we do not know keeps its code. */
export const countryName = (code: string): string => new Map(Object.entries(countryNames)).get(code) ?? code

const countryCodes = Object.keys(countryNames) as [Country, ...Country[]]

export const ContactForm = z.object({
  name: z.string().trim().min(1, 'Please tell us your name.').max(120, 'Please shorten the name to 120 letters.'),
  email: z.email('An address like ada@example.org, please.').max(254, 'Please use an address of at most 254 letters.'),
})
export type ContactForm = z.infer<typeof ContactForm>

export const AddressForm = z
  .object({
    line1: z
      .string()
      .trim()
      .min(1, 'Please tell us street and number.')
      .max(200, 'Please shorten this to 200 letters.'),
    postalCode: z.string().trim(),
    city: z.string().trim().min(1, 'Please tell us the city.').max(120, 'Please shorten this to 120 letters.'),
    country: z.enum(countryCodes, 'Please choose one of these.'),
  })
  .superRefine(({ postalCode, country }, { addIssue }) => {
    const { pattern, words } = postalCodes[country]
    if (!pattern.test(postalCode)) addIssue({ code: 'custom', path: ['postalCode'], message: words })
  })
export type AddressForm = z.infer<typeof AddressForm>

const postalCodes: Record<Country, { pattern: RegExp; words: string }> = {
  EU: { pattern: /^[\p{L}\d][\p{L}\d -]{1,15}$/u, words: 'Please tell us the code of your town, like 1070.' },
  CH: { pattern: /^\d{4}$/, words: 'Swiss codes have four digits, like 8004.' },
  GB: { pattern: /^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$/i, words: 'British codes look like E8 3RL.' },
  US: { pattern: /^\d{5}(-\d{4})?$/, words: 'US codes have five digits, like 11211.' },
}

/** The sandbox's cards: each stands for a way that a bank may answer. */
export const cards = [
  { token: 'tok_ok', words: 'Approves' },
  { token: 'tok_declined', words: 'Declines' },
  { token: 'tok_slow', words: 'Answers late, after ten seconds' },
  { token: 'tok_timeout', words: 'Takes the money and never answers' },
  { token: 'tok_flaky', words: 'Fails twice, then approves' },
  { token: 'tok_down', words: 'Cannot be reached' },
] as const

/** What each field is called, also where its faults are listed. */
export const labels = {
  name: 'Name',
  email: 'E-mail',
  line1: 'Street and number',
  postalCode: 'Postal code',
  city: 'City',
  country: 'Country',
} as const
export type FieldName = keyof typeof labels
