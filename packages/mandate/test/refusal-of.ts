/** The reason of the `Refusal` that a check throws; undefined where it passes. */

import { Refusal } from '../src/explanations/refusal.ts'

/** Anything else that is thrown goes on its way, and so fails the test. */
export function refusalOf(check: () => unknown): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.reason
    throw error
  }
}
