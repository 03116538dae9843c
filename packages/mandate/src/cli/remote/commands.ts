/**
 * The commands that work against a server elsewhere: what each asks of the admin API, and the same
 * words (`cli/shown/`) about the answer. A command without a line here works on the server's machine
 * only (`here-only.ts`).
 *
 *     mandate user disable USER --server URL ──▶ a line here ──▶ requests ──▶ documents ──▶ text or JSON
 */

import { clientDomainCommands } from './client-domains.ts'
import { registrationCommands } from './client-registration.ts'
import { clientCommands } from './clients.ts'
import { errorCommands } from './errors.ts'
import { grantCommands } from './grants.ts'
import { issuerCommands } from './issuers.ts'
import { operatorCommands } from './operators.ts'
import type { RemoteCommand } from './remote-command.ts'
import { profileCommands } from './user-profiles.ts'
import { userCommands } from './users.ts'

export const remoteCommands: Readonly<Record<string, RemoteCommand>> = {
  ...userCommands,
  ...profileCommands,
  ...clientCommands,
  ...registrationCommands,
  ...clientDomainCommands,
  ...grantCommands,
  ...operatorCommands,
  ...errorCommands,
  ...issuerCommands,
}
