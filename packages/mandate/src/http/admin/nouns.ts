/** Every noun of the admin API, in the order of its reference. To add one, add its file and a line. */

import type { Endpoint } from './endpoint.ts'
import { clients } from './nouns/clients.ts'
import { resources } from './nouns/resources.ts'

/** The operations about one thing. */
export interface Noun {
  /** Its tag in OpenAPI. */
  readonly name: string
  readonly description: string
  readonly endpoints: readonly Endpoint[]
}

export const nouns: readonly Noun[] = [clients, resources]
