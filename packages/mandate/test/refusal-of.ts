/** The reason of the `Refusal` that a check throws; undefined if it passes. */

import { Refusal } from '../src/explanations/refusal.ts'

/** Any other error is rethrown and so fails the test. */
export function refusalOf(check: () => unknown): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.reason
    throw error
  }
}
