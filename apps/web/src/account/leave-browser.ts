import { openAttempt } from '~/checkout/attempt'
import { forgetDraft } from '~/checkout/use-draft'
import { forgetOrders } from '~/order/remembered-orders'

/** Takes what this browser keeps of a person out of it, and goes on with a new page, which knows nobody. */
export function leaveBrowser(next: string): void {
  openAttempt.forget()
  forgetDraft()
  forgetOrders()
  window.location.assign(next)
}
