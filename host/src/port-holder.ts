import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Who listens on a TCP port of this machine; undefined when nobody does, or when it is another user's process. */
export function portHolder(port: number): { readonly pid: number; readonly command: string } | undefined {
  const sockets = new Set(listeningInodes(port).map((inode) => `socket:[${inode}]`))
  if (sockets.size === 0) return undefined
  for (const name of folder('/proc')) {
    if (!/^\d+$/.test(name)) continue
    if (folder(`/proc/${name}/fd`).some((fd) => sockets.has(link(`/proc/${name}/fd/${fd}`)))) {
      return { pid: Number(name), command: text(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 80) }
    }
  }
  return undefined
}

/** Lines of /proc/net/tcp: local address `0100007F:0BB8`, state `0A` for listening, inode in the tenth column. */
function listeningInodes(port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const lines = `${text('/proc/net/tcp')}\n${text('/proc/net/tcp6')}`
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  return lines.flatMap(([, local = '', , state, , , , , , inode = '']) =>
    state === '0A' && local.endsWith(suffix) ? [inode] : [],
  )
}

function folder(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
