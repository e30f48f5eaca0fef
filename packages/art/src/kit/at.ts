/** The item at an index that is known to exist: a wrong index is a bug in the drawing and throws, it never draws `undefined`. */
export function at<T>(items: ArrayLike<T>, index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`No item ${index} in a list of ${items.length}`)
  return item
}
