/** What is served first when not all can be: the most important first. */
export const priorities = ['health', 'checkout', 'account', 'browse', 'bulk'] as const

/** How important a call is while there are more of them than can be answered. */
export type Priority = (typeof priorities)[number]
