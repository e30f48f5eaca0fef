import { Mail } from '@switchyard/contracts/mail'
import { z } from 'zod'
import { ask, expectStatus } from './rest.ts'
import type { RunningShop } from './stack.ts'

/** Where every mail of the shop lands. */
export type Mailbox = ReturnType<typeof openMailbox>

/** Opens the mailbox for reading. */
export function openMailbox({ url, token }: RunningShop) {
  return {
    /** Mails to one address, newest first. */
    mailsTo: async (email: string): Promise<Mail[]> => {
      const answer = ask(`${url}/mailbox?to=${encodeURIComponent(email)}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return z.array(Mail).parse((await expectStatus(answer, 200)).body)
    },
  }
}
