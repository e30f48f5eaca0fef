import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** The line between one browser and the shop, in the hands of a test; disposing it hangs up. */
export interface Line extends AsyncDisposable {
  /** The shop's address as it is reached over this line. */
  readonly url: string
  /** Breaks every connection and takes no new one. */
  cut(): void
  mend(): void
}

/** Lays a line to a server on this machine. A browser's own offline mode leaves open streams open; a cut line does not. */
export async function layLine(target: string): Promise<Line> {
  const open = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) return void near.destroy()
    const far = connect({ host: '127.0.0.1', port: Number(new URL(target).port) })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const cut = () => {
    whole = false
    for (const socket of open) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    mend: () => {
      whole = true
    },
    [Symbol.asyncDispose]: async () => {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
