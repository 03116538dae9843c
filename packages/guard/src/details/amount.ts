/** Whether what one request asks for stays within the amounts that the user allowed. */

import type { Principal } from '../principal.ts'
import type { Amount } from './detail.ts'
import { amountsOf, tenThousandths } from './limits.ts'

/**
 * Whether the amount is no more than each limit of the detail that allows this request, together with
 * what was `spent` under it before, in the same currency. The API keeps the books: it knows which
 * payments succeeded. `limit` names one member, for a detail with a limit for each payment and another
 * one in all; one that the detail does not have limits nothing, so spell it as the type does. False for
 * an amount that is no decimal number such as `12.50`, and for another currency.
 *
 * Throws a `TypeError` if the route requires no `details`: that is a hole in the API.
 */
export function isWithinAmount(
  { allowed }: Principal,
  { amount, spent = '0', limit }: AmountAsked,
): boolean {
  if (allowed === undefined) {
    throw new TypeError('this route requires no details: add details to the guard of the route')
  }
  const [asked, before] = [tenThousandths(Object(amount).value), tenThousandths(spent)]
  if (asked === undefined || before === undefined) return false
  return [...amountsOf(allowed.detail, allowed.limits)]
    .filter(([member]) => limit === undefined || member === limit)
    .every(([, most]) => {
      const allowedAtMost = tenThousandths(most.value) ?? -1n
      return amount.currency === most.currency && asked + before <= allowedAtMost
    })
}

export interface AmountAsked {
  readonly amount: Amount
  /** A decimal number; nothing if left out. */
  readonly spent?: string
  readonly limit?: string
}
