import * as account from '@switchyard/contracts/account'
import * as apiKeys from '@switchyard/contracts/api-keys'
import * as audit from '@switchyard/contracts/audit'
import type { Schema } from '@switchyard/contracts/contract'
import * as copies from '@switchyard/contracts/copies'
import * as deadLetter from '@switchyard/contracts/dead-letter'
import * as facts from '@switchyard/contracts/facts'
import * as inventory from '@switchyard/contracts/inventory'
import * as lab from '@switchyard/contracts/lab'
import * as labOperations from '@switchyard/contracts/lab-operations'
import * as mail from '@switchyard/contracts/mail'
import * as notebook from '@switchyard/contracts/notebook'
import * as orders from '@switchyard/contracts/orders'
import * as ownedLetters from '@switchyard/contracts/owned-letters'
import * as pages from '@switchyard/contracts/pages'
import * as replay from '@switchyard/contracts/replay'
import * as sales from '@switchyard/contracts/sales'
import * as subscribers from '@switchyard/contracts/subscribers'
import * as trail from '@switchyard/contracts/trail'
import * as values from '@switchyard/contracts/values'
import * as webhooks from '@switchyard/contracts/webhooks'
import { z } from 'zod'

const ofTheShop = {
  values,
  inventory,
  orders,
  account,
  webhooks,
  apiKeys,
  audit,
  sales,
  deadLetter,
  replay,
  pages,
  ownedLetters,
}
const ofTheLab = { lab, labOperations, mail, trail, subscribers, notebook, facts, copies }

/** The name under which a contract exports a schema; what is exported nowhere has none. */
export const typeNames: ReadonlyMap<Schema, string> = new Map(
  Object.values({ ...ofTheShop, ...ofTheLab }).flatMap((module: Readonly<Record<string, unknown>>) =>
    Object.entries(module).flatMap(([name, value]) => (value instanceof z.core.$ZodType ? [[value, name]] : [])),
  ),
)
