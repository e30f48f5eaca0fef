/** Where the instance of a registration is asked: its address, which says `https://` when it takes nothing plain. */
export const originOf = (address: string): string => (address.startsWith('https://') ? address : `http://${address}`)
