/**
 * Many precise reasons, few wire codes, one mapping.
 *
 * A check that fails throws a `Refusal` naming its reason. The sender gets the wire error and a
 * description; the reason and its details are for the operator and for the client that the
 * refusal is addressed to. Only `http/` turns a refusal into a response, and keeps an explanation.
 */

import type { Details, Standing } from '../store/records.ts'
import { describeRefusal } from './error-description.ts'
import { type Reason, type WireError, wireErrors } from './reasons.ts'

export { type Reason, reasons, type WireError } from './reasons.ts'

/** The client that a refused request is put down to, and how sure that is. */
export interface Addressee {
  readonly clientId: string
  readonly standing: Exclude<Standing, 'unknown'>
}

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly reason: Reason
  readonly error: WireError
  /** The wire error's `error_description`: what the sender of the request may read. */
  readonly description: string
  /** For the operator and the addressee. Never a secret, never a token. */
  readonly details: Details
  #addressee: Addressee | null = null

  /** `cause` is what went wrong here, for the log. */
  constructor(reason: Reason, details: Details = {}, options: { readonly cause?: unknown } = {}) {
    const error = wireErrors[reason]
    super(`${error} (${reason})`, options)
    this.reason = reason
    this.error = error
    this.description = describeRefusal(reason, details)
    this.details = details
  }

  /** Null as long as no registered client is known to be meant. */
  get addressee(): Addressee | null {
    return this.#addressee
  }

  addressTo(addressee: Addressee): this {
    this.#addressee = addressee
    return this
  }
}

/** Does what a client asked for; a refusal of it is addressed to that client. */
export async function onBehalfOf<Result>(
  addressee: Addressee,
  act: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    throw error instanceof Refusal ? error.addressTo(addressee) : error
  }
}
