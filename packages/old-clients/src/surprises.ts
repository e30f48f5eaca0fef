/** What is another value in every shop and at every hour: only its kind is looked at. */
const varying = new Set([
  ...['available', 'onHand', 'reserved', 'sold', 'soldLast30Days', 'count', 'nextCursor', 'edition'],
  ...['orderId', 'number', 'accessToken', 'requestId', 'placedAt', 'at', 'status', 'cancellable', 'value'],
  ...['reason', 'note', 'detail', 'message', 'staleSince'],
])
/** Lists whose entries come and go. */
const moving = new Set(['related', 'timeline', 'collection', 'palette', 'size'])

/**
 * Where an answer would surprise a client that was written for the recorded one: a field that is gone, is of another kind or
 * has another value. A field that is new surprises nobody, and neither does one more entry.
 */
export function surprisesIn(recorded: unknown, given: unknown, path = 'body'): string[] {
  const field =
    path
      .split('.')
      .at(-1)
      ?.replace(/\[\d+\]$/, '') ?? ''
  if (Array.isArray(recorded)) {
    if (!Array.isArray(given)) return [`${path} is no list`]
    if (moving.has(field)) {
      const [first] = recorded
      return first === undefined
        ? []
        : given.flatMap((each, index) => surprisesOfKind(first, each, `${path}[${index}]`))
    }
    return recorded.flatMap((each, index) => surprisesIn(each, given[index], `${path}[${index}]`))
  }
  if (isObject(recorded)) {
    if (!isObject(given)) return [`${path} is no object`]
    return Object.entries(recorded).flatMap(([name, value]) =>
      name in given ? surprisesIn(value, given[name], `${path}.${name}`) : [`${path}.${name} is gone`],
    )
  }
  if (varying.has(field)) {
    const isSame = recorded === null || given === null || kindOf(recorded) === kindOf(given)
    return isSame ? [] : [wrongKind(path, recorded, given)]
  }
  return recorded === given ? [] : [`${path} is ${JSON.stringify(given)}, not ${JSON.stringify(recorded)}`]
}

/** The same for entries that are others: every field must be there and of its kind. */
function surprisesOfKind(recorded: unknown, given: unknown, path: string): string[] {
  if (!isObject(recorded)) return kindOf(recorded) === kindOf(given) ? [] : [wrongKind(path, recorded, given)]
  if (!isObject(given)) return [`${path} is no object`]
  return Object.entries(recorded).flatMap(([name, value]) => {
    if (!(name in given)) return [`${path}.${name} is gone`]
    if (value === null || given[name] === null) return []
    return surprisesOfKind(value, given[name], `${path}.${name}`)
  })
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value)
const wrongKind = (path: string, recorded: unknown, given: unknown) =>
  `${path} is of the kind ${kindOf(given)}, not ${kindOf(recorded)}`
