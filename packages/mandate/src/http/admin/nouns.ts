/** Every noun of the admin API, in the order of its reference. To add one, add its file and a line. */

import type { Noun } from './endpoint.ts'
import { auditEvents } from './nouns/audit-events.ts'
import { clientDomains } from './nouns/client-domains.ts'
import { clients } from './nouns/clients.ts'
import { declaration } from './nouns/declaration.ts'
import { errors } from './nouns/errors.ts'
import { eventStreams } from './nouns/event-streams.ts'
import { grants } from './nouns/grants.ts'
import { identities } from './nouns/identities.ts'
import { issuers } from './nouns/issuers.ts'
import { jobs } from './nouns/jobs.ts'
import { keys } from './nouns/keys.ts'
import { operators } from './nouns/operators.ts'
import { resources } from './nouns/resources.ts'
import { scopes } from './nouns/scopes.ts'
import { sessions } from './nouns/sessions.ts'
import { settings } from './nouns/settings.ts'
import { users } from './nouns/users.ts'
import { webhooks } from './nouns/webhooks.ts'

export const nouns: readonly Noun[] = [
  ...[users, identities, sessions],
  ...[clients, clientDomains, resources, scopes],
  ...[grants, errors, jobs],
  ...[settings, operators, auditEvents, keys, issuers, eventStreams, webhooks, declaration],
]
