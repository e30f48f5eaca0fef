/** What became of one question at the gateway's cache: answered from a copy, asked of the service, or made to wait for somebody else's answer. */
export const copyWords = ['hit', 'stale', 'miss', 'joined', 'error'] as const
export type CopyWord = (typeof copyWords)[number]

/** One question to a service with what became of it. */
export interface CopyNote {
  operation: string
  how: CopyWord
}

/** Reads the detail of `Cache-Status`, such as `Switchyard; hit; ttl=4; detail="inventory.printBySlug hit"`; none for an answer of which nothing may be kept. */
export function readCopyNotes(header: string | null): CopyNote[] {
  const detail = /detail="([^"]*)"/.exec(header ?? '')?.[1] ?? ''
  return detail.split(', ').flatMap((text) => {
    const [operation, word] = text.split(' ')
    const how = copyWords.find((one) => one === word)
    return operation && how ? [{ operation, how }] : []
  })
}
