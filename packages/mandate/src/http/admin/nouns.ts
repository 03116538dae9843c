/** Every noun of the admin API, in the order of its reference. To add one, add its file and a line. */

import type { Noun } from './endpoint.ts'
import { clients } from './nouns/clients.ts'
import { resources } from './nouns/resources.ts'

export const nouns: readonly Noun[] = [clients, resources]
