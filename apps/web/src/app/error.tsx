'use client'

/** Whatever breaks outside the shop's own frame (the till, the lab) says so in the same words. */
export { default } from './(shop)/error'
