import { Failure } from '@switchyard/rpc/failure'

/** What a request may be at most, before anyone looks at what it says. */
export const inputLimits = {
  bodyBytes: 65_536,
  batchCalls: 10,
  headerBytes: 16_384,
  urlChars: 4_096,
  /** More at once are cut as they come: each is a file descriptor. */
  connections: 15_000,
  /** So many may wait to be accepted; who finds no room there tries again after a second, and is refused that late. */
  backlog: 4_096,
  /** How deep objects and lists may stand in one another; our deepest input needs four. */
  jsonDepth: 16,
} as const

/** Refuses JSON that is nested deeper than anything that we take, without parsing it. Throws `invalid_input`. */
export function refuseDeep(json: string): void {
  let depth = 0
  let inText = false
  for (let index = 0; index < json.length; index++) {
    const character = json[index]
    if (inText) {
      if (character === '\\') index += 1
      else if (character === '"') inText = false
    } else if (character === '"') inText = true
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') depth -= 1
    if (depth > inputLimits.jsonDepth) {
      throw new Failure('invalid_input', { detail: `The JSON is nested deeper than ${inputLimits.jsonDepth} levels.` })
    }
  }
}

/** Refuses an address that is longer than any of ours. Throws `uri_too_long`. */
export function refuseLong(url: string): void {
  if (url.length > inputLimits.urlChars) {
    throw new Failure('uri_too_long', { detail: `An address has at most ${inputLimits.urlChars} characters.` })
  }
}
