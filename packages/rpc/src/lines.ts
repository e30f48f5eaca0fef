/** Gives the lines of a body as they arrive; the last one may lack its newline. Throws once more than `bytesMax` came. */
export async function* readLines(body: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new Error(`The answer is larger than ${bytesMax} bytes.`)
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield rest.toString('utf8', 0, end)
      rest = rest.subarray(end + 1)
    }
  }
  if (rest.length > 0) yield rest.toString()
}
