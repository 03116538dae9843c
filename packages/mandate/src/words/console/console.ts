/**
 * The texts of the operator's console. They are in English only, so pages import them, and a file here
 * has those of one kind of page.
 */

import { apis } from './apis.ts'
import { audit } from './audit.ts'
import { charts } from './charts.ts'
import { clients } from './clients.ts'
import { domains } from './domains.ts'
import { endings } from './endings.ts'
import { facts } from './facts.ts'
import { frame } from './frame.ts'
import { grants } from './grants.ts'
import { health } from './health.ts'
import { issuers } from './issuers.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import { newUser } from './new-user.ts'
import { operators } from './operators.ts'
import { overview } from './overview.ts'
import { platformKeys } from './platform-keys.ts'
import { refusals } from './refusals.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { setup } from './setup.ts'
import { streams } from './streams.ts'
import { users } from './users.ts'
import { webhooks } from './webhooks.ts'

export const consoleWords = {
  apis,
  charts,
  clients,
  domains,
  endings,
  facts,
  audit,
  frame,
  grants,
  health,
  issuers,
  jobs,
  keys,
  newUser,
  operators,
  overview,
  platformKeys,
  refusals,
  search,
  setup,
  settings,
  streams,
  users,
  webhooks,
} as const
