import { CallPattern } from '@switchyard/contracts/lab'
import { faults } from './faults.ts'

/** What `--help` prints. */
export function usage(): string {
  const width = Math.max(...faults.map(({ name }) => name.length))
  const needs = {
    proxied: ' (callers go through our TCP proxy)',
    namespace: ' (nftables in a network namespace)',
    'small-disk': ' (a tmpfs is mounted under Postgres)',
  }
  return `npm run chaos -- [options]

Starts a shop of its own, sends it an open-loop load, hurts it again and again, and checks that no order, print or cent
was lost. Prints a table, the goals and whether they are met, and keeps a JSON file. Exit code: 0 all invariants hold, 1
one is broken or the campaign could not run, 130 interrupted.

  --faults a,b      names or their beginnings (kill = kill-service, kill-gateway); default: all
  --seconds n       load under each fault; default: 60, or as long as --times take
  --minutes n       the same in minutes
  --times n         how often the fault comes in that time; default: as often as it fits, every 10 s at most
  --hold n          seconds from fault to healing; default: the fault's own. A short window cuts it
  --baseline n      seconds of the same load before the first fault, and as many, up to 5, before them to warm up;
                    default: as long as under the fault, up to 30
  --rate auto       60 % of the capacity, which is measured first by a closed loop of the same requests, and at least
                    50 a second (100 calls to services); a number: that many requests a second, evenly spaced
  --checkouts 5     per cent of the requests that buy; the rest browses
  --seed 1          the same seed: the same requests, the same targets
  --without a,b+c   sends the same load beside the shop's own way of calling without these patterns: a lane without a,
                    one without b and c; they share the rate. Patterns:
                    ${CallPattern.options.join(', ')}
  --compare         a lane for each pattern
  --editions 0      prints more of every SKU, so that a long load does not sell all there is
  --instances 3     of orders and of inventory
  --gateways 2
  --json file       where the figures go; default: chaos/results/<date>-<commit>.json
  --strict          exit code 1 also when a goal is not met or a fault was not run
  --keep            leave the shop's data and logs behind, to look at

${faults.map(({ name, about, needs: what }) => `  ${name.padEnd(width)}  ${about}${what ? needs[what] : ''}`).join('\n')}
`
}
