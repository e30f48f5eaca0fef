// A Redis written in JavaScript, as its own process: for machines that have no Redis and no package archive. It keeps
// everything in memory and manages some twenty jobs a second; the shop works, and no claim about speed holds.
//
//   node redis-stand-in.ts <redis.conf>      reads `port` and `requirepass` of the file, and nothing else
import { readFileSync } from 'node:fs'
import { Server } from 'node:net'
import { argv } from 'node:process'
import { createRedisServer } from 'js-redis-server'

const configuration = readFileSync(argv[2] ?? 'redis.conf', 'utf8')
const setting = (name: string) => new RegExp(`^${name} (.*)$`, 'm').exec(configuration)?.[1]
const port = Number(setting('port'))
const listen = Server.prototype.listen
// The package listens on every address of the machine; this one is for this machine alone.
Object.assign(Server.prototype, {
  listen(this: Server) {
    return Reflect.apply(listen, this, [port, '127.0.0.1'])
  },
})
const { state } = await createRedisServer({ port, logger: console })
Object.assign(state, { requirepass: JSON.parse(setting('requirepass') ?? '""') })
