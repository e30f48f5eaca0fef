/** Says that this process answers; it asks nobody, so a slow gateway does not take the web down. */
export const GET = () => Response.json({ status: 'ok' })

/** Asked afresh each time: a page prerendered at build time would answer for a dead process. */
export const dynamic = 'force-dynamic'
