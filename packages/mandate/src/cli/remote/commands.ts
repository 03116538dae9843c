/**
 * The commands that work against a server elsewhere: what each asks of the admin API, and the same
 * words (`cli/shown/`) about the answer. A command without a line here works on the server's machine
 * only (`here-only.ts`).
 *
 *     mandate user disable USER --server URL ──▶ a line here ──▶ requests ──▶ documents ──▶ text or JSON
 */

import { auditCommands } from './audit.ts'
import { clientDomainCommands } from './client-domains.ts'
import { registrationCommands } from './client-registration.ts'
import { clientCommands } from './clients.ts'
import { declarationCommands } from './declaration.ts'
import { errorCommands } from './errors.ts'
import { grantCommands } from './grants.ts'
import { issuerCommands } from './issuers.ts'
import { jobCommands } from './jobs.ts'
import { operatorCommands } from './operators.ts'
import type { RemoteCommand } from './remote-command.ts'
import { resourceCommands } from './resources.ts'
import { settingsCommands } from './settings.ts'
import { streamCommands } from './streams.ts'
import { profileCommands } from './user-profiles.ts'
import { userCommands } from './users.ts'
import { webhookCommands } from './webhooks.ts'

export const remoteCommands: Readonly<Record<string, RemoteCommand>> = {
  ...declarationCommands,
  ...userCommands,
  ...profileCommands,
  ...clientCommands,
  ...registrationCommands,
  ...clientDomainCommands,
  ...grantCommands,
  ...operatorCommands,
  ...errorCommands,
  ...issuerCommands,
  ...resourceCommands,
  ...streamCommands,
  ...settingsCommands,
  ...jobCommands,
  ...auditCommands,
  ...webhookCommands,
}
