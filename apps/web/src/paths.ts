import type { Route } from 'next'

/** The address of a print. Typed routes cannot see through a slug that is known only at run time, so the path is vouched for here. */
export const printPath = (slug: string): Route => `/prints/${encodeURIComponent(slug)}` as Route

/** The address of a collection. */
export const collectionPath = (slug: string): Route => `/collections/${encodeURIComponent(slug)}` as Route

/** The address of an order, for whoever owns it or remembers its access token. */
export const orderPath = (orderId: string): Route => `/orders/${orderId}` as Route

/** The second step of a sign-in, on the way to a page of this shop. */
export const signInCodePath = (next: string): Route => `/sign-in/code?next=${encodeURIComponent(next)}` as Route

/** Where one signs in, to come back to a page of this shop afterwards. */
export const signInPath = (next: string): Route => `/sign-in?next=${encodeURIComponent(next)}` as Route
