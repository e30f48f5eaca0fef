import { z } from 'zod'
import { mutation } from './contract.ts'
import { AccountMail } from './mail.ts'

/** A principal as rows name it: `shopper:0193f000-…`. */
const Owner = z.string().min(3).max(80)

const onlyServices = { callers: ['service'] } as const

/** What the gateway asks for people who have accounts, on its own account. All may be asked again. */
export const personOperations = {
  /** Puts a mail into the mailbox, once an id. */
  keepMail: mutation(AccountMail.omit({ at: true, orderId: true }).extend({ id: z.uuid() }).strict(), z.object({}), {
    ...onlyServices,
    idempotency: 'safe',
  }),
  /** A guest turns out to be somebody: the bags become one, of each print the larger number, and the guest's orders are theirs too. */
  adoptGuest: mutation(z.strictObject({ guest: Owner, owner: Owner }), z.object({}), {
    ...onlyServices,
    idempotency: 'safe',
  }),
  /** Removes a person from their orders, bags and mails; `emailHash` is SHA-256 of the address in small letters, as hex. */
  erasePerson: mutation(
    z.strictObject({ owner: Owner, emailHash: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.object({ orders: z.int() }),
    { ...onlyServices, idempotency: 'safe', deadlineMs: 10_000 },
  ),
}
