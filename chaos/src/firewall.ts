import { spawn } from 'node:child_process'

/** Which way the silence goes: what callers send, what they are answered, or both. */
export type Silence = 'both' | 'requests' | 'replies'

/** Drops packets on their way to or from ports, without a word to either side. */
export interface Firewall {
  /** Replaces whatever was dropped of this port before; other ports stay as they are. */
  silence(port: number, silence: Silence): Promise<void>
  /** Lets everything pass again to and from a port, or all of them. Safe to repeat. */
  open(port?: number): Promise<void>
}

/**
 * A firewall of nftables rules in the network namespace of this process, which must be one of its own. Rules stand where
 * packets arrive: the sender notices nothing at all, as when a cable is cut further away.
 */
export function openFirewall({ nft = runNft }: { nft?: (script: string) => Promise<void> } = {}): Firewall {
  const silenced = new Map<number, Silence>()
  const write = () => {
    const rules = [...silenced].flatMap(([port, silence]) => rulesFor(port, silence))
    return nft(rules.length === 0 ? emptied : `${emptied}${table(rules)}`)
  }
  return {
    silence: (port, silence) => {
      silenced.set(port, silence)
      return write()
    },
    open: (port) => {
      if (port === undefined) silenced.clear()
      else silenced.delete(port)
      return write()
    },
  }
}

/** Deleting a table that is not there fails, so it is made first. */
const emptied = 'add table inet chaos\ndelete table inet chaos\n'

const table = (rules: readonly string[]) => `table inet chaos {
  chain cut {
    type filter hook input priority 0; policy accept;
${rules.map((rule) => `    ${rule}\n`).join('')}  }
}
`

function rulesFor(port: number, silence: Silence): string[] {
  const requests = `tcp dport ${port} drop`
  const replies = `tcp sport ${port} drop`
  return silence === 'both' ? [requests, replies] : [silence === 'requests' ? requests : replies]
}

function runNft(script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('nft', ['-f', '-'], { stdio: ['pipe', 'ignore', 'pipe'], timeout: nftMsMax })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk))
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`nft refused (${code}): ${said.trim()}`))))
    child.stdin.on('error', () => {})
    child.stdin.end(script)
  })
}

const nftMsMax = 5_000
