/** The parts that own a database, each its own; nothing else reaches it. */
export const databaseOwners = ['identity', 'orders', 'inventory', 'payments'] as const

export type DatabaseOwner = (typeof databaseOwners)[number]
