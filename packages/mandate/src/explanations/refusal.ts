/**
 * Maps many precise reasons to few wire codes.
 *
 * A check that fails throws a `Refusal` with its reason and the details of that reason. The sender
 * gets the wire error and a description; the reason and its details are for the operator and for
 * the client that the refusal is addressed to. Only `http/` turns a refusal into a response.
 */

import type { Details, SenderProof } from '../store/records.ts'
import type { WireError } from './definition.ts'
import { type DetailsOf, definitions, type Reason } from './reasons.ts'

/** The client that a refused request is attributed to, and how certain that is. */
export interface Addressee {
  readonly clientId: string
  readonly standing: Exclude<SenderProof, 'unknown'>
}

interface Options {
  /** What went wrong in the server, for the log. */
  readonly cause?: unknown
  /** Null if the request is not attributed to a registered client. */
  readonly addressee?: Addressee | null
}

class AnyRefusal extends Error {
  override readonly name = 'Refusal'
  readonly reason: Reason
  readonly error: WireError
  /** For the operator and the addressee. Never a secret, never a token. */
  readonly details: Details
  readonly addressee: Addressee | null

  constructor(reason: Reason, details: Details = {}, { cause, addressee = null }: Options = {}) {
    const { error } = definitions[reason]
    super(`${error} (${reason})`, { cause })
    this.reason = reason
    this.error = error
    this.details = details
    this.addressee = addressee
  }

  /** The wire error's `error_description`: what the sender of the request may read. */
  get description(): string {
    return definitions[this.reason].describe(this.details)
  }

  /** The same, addressed to a client. */
  from(addressee: Addressee): Refusal {
    return new AnyRefusal(this.reason, this.details, { cause: this.cause, addressee })
  }
}

type Given<R extends Reason> = [keyof DetailsOf<R>] extends [never]
  ? Readonly<Record<string, never>>
  : DetailsOf<R>
type Arguments<R extends Reason> =
  Record<never, never> extends DetailsOf<R>
    ? [details?: Given<R>, options?: Options]
    : [details: Given<R>, options?: Options]

export type Refusal = AnyRefusal
/** Takes a reason with the details of its definition, and no others. */
export const Refusal: {
  new <R extends Reason>(reason: R, ...rest: Arguments<R>): Refusal
  readonly prototype: Refusal
} = AnyRefusal

/** Runs `act` for a client, and addresses a refusal to that client. */
export async function onBehalfOf<Result>(
  addressee: Addressee,
  act: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    throw error instanceof Refusal ? error.from(addressee) : error
  }
}
