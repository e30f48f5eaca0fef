// Runs inside npx, which puts its folder on the PATH, and says which one that is.
import { dirname } from 'node:path'
import { env } from 'node:process'

const bin = (env.PATH ?? '').split(':').find((entry) => /_npx\/[^/]+\/node_modules\/\.bin$/.test(entry))
console.log(`switchyard-npx ${bin === undefined ? '' : dirname(dirname(bin))}`)
