import type { SavedAddress } from '@switchyard/contracts/account'
import type { IdentityDatabase } from '@switchyard/db/identity'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'

/** What {@link createAddressBook} makes. */
export type AddressBook = ReturnType<typeof createAddressBook>

type NewAddress = Omit<SavedAddress, 'id'> & { id?: string | undefined }

const addressesMax = 10
const shown = { id: true, name: true, line1: true, city: true, postalCode: true, country: true } as const

/** Where people have prints sent to; each sees and changes their own, and somebody else's does not exist. */
export function createAddressBook({
  prisma,
  clock,
  newId,
}: Pick<IdentityDatabase, 'prisma'> & { clock: Clock; newId: () => string }) {
  return {
    list: (userId: string): Promise<SavedAddress[]> =>
      prisma.address.findMany({ where: { userId }, orderBy: { id: 'asc' }, select: shown }),

    async save(userId: string, { id, ...address }: NewAddress): Promise<SavedAddress> {
      if (id !== undefined) {
        const { count } = await prisma.address.updateMany({ where: { id, userId }, data: address })
        if (count === 0) throw new Failure('not_found', { detail: 'There is no such address in your book.' })
        return { id, ...address }
      }
      if ((await prisma.address.count({ where: { userId } })) >= addressesMax) {
        throw new Failure('invalid_input', { detail: `Your book holds ${addressesMax} addresses. Remove one first.` })
      }
      const row = { id: newId(), userId, ...address, createdAt: new Date(clock.now()) }
      return await prisma.address.create({ data: row, select: shown })
    },

    async remove(userId: string, id: string): Promise<void> {
      await prisma.address.deleteMany({ where: { id, userId } })
    },
  }
}
