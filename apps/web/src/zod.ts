import { z } from 'zod'

// Its compiled checks are code made at run time, which the pages' policy forbids.
z.config({ jitless: true })

/** zod as it works under the pages' policy. */
export { z }
