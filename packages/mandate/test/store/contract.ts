/**
 * The contract of the store: what every engine must do, whatever it is built on. Its test file
 * calls `storeContract` with a way to make and open databases, and must pass all of it:
 *
 * - `grants.ts`, `parties.ts`, `platform-keys.ts`, `trusted-issuers.ts`, `known-browsers.ts`,
 *   `sign-in-answers.ts`, `second-factors.ts`, `used-once.ts`, `mailed-links.ts`,
 *   `pushed-requests.ts`, `device-requests.ts`,
 *   `authorization-details.ts`, `passing.ts`, `explanations.ts`, `recoveries.ts`,
 *   `revocations.ts`, `logouts.ts`, `activity.ts`: what each verb of the port means
 * - `self-registered.ts`: clients that registered themselves, and the race of sweep and first grant
 * - `revisions.ts`: a change of what was read meanwhile is refused
 * - `repeatable-requests.ts`: requests with a key, and the answer of the first
 * - `operators.ts`: who runs the server, and that an owner stays
 * - `passkeys.ts`: a passkey's use counts once, and the last way in stays
 * - `identities.ts`: external identities, and how accounts change and end
 * - `scim-users.ts`: the users of directories, each changed with its account
 * - `standing.ts`: standing and delegated grants
 * - `console-lists.ts`: what the console lists, latest first or by a beginning
 * - `tallies.ts`: sums over an account's grants, with bounded work
 * - `bulk-revocations.ts`: ending more grants than one write may touch
 * - `trusted-time.ts`: the time that deletions are based on
 * - `keys.ts`: which keys a database knows, and which of many nodes initializes it
 * - `gathering.ts`: verbs that share a transaction do not affect each other
 * - `processes.ts`: what was answered is durable, and one process wins a race
 * - `migrations.ts`: tables are made once, and foreign histories are refused
 * - `copies.ts`: a backup is a consistent snapshot, and a restore has all of it
 */

import { describe } from 'node:test'
import { accountDeletionsContract } from './contract/account-deletions.ts'
import { activityContract } from './contract/activity.ts'
import { authorizationDetailsContract } from './contract/authorization-details.ts'
import { bulkRevocationsContract } from './contract/bulk-revocations.ts'
import { consoleListsContract } from './contract/console-lists.ts'
import { copiesContract } from './contract/copies.ts'
import { declaredSettingsContract } from './contract/declared-settings.ts'
import { deviceRequestsContract } from './contract/device-requests.ts'
import { documentClientsContract } from './contract/document-clients.ts'
import { endingsContract } from './contract/endings.ts'
import { explanationsContract } from './contract/explanations.ts'
import { factsContract } from './contract/facts.ts'
import { gatheringContract } from './contract/gathering.ts'
import { grantsContract } from './contract/grants.ts'
import { identitiesContract } from './contract/identities.ts'
import { jobsContract } from './contract/jobs.ts'
import { keysContract } from './contract/keys.ts'
import { knownBrowsersContract } from './contract/known-browsers.ts'
import { logoutsContract } from './contract/logouts.ts'
import { mailedLinksContract } from './contract/mailed-links.ts'
import { migrationsContract } from './contract/migrations.ts'
import { operatorsContract } from './contract/operators.ts'
import { partiesContract } from './contract/parties.ts'
import { passingContract } from './contract/passing.ts'
import { passkeysContract } from './contract/passkeys.ts'
import { platformKeysContract } from './contract/platform-keys.ts'
import { processesContract } from './contract/processes.ts'
import { pushedRequestsContract } from './contract/pushed-requests.ts'
import { recoveriesContract } from './contract/recoveries.ts'
import { repeatableRequestsContract } from './contract/repeatable-requests.ts'
import { revisionsContract } from './contract/revisions.ts'
import { scimUsersContract } from './contract/scim-users.ts'
import { secondFactorsContract } from './contract/second-factors.ts'
import { sectorsContract } from './contract/sectors.ts'
import { selfRegisteredContract } from './contract/self-registered.ts'
import { signInAnswersContract } from './contract/sign-in-answers.ts'
import { standingContract } from './contract/standing.ts'
import type { ContractSubject } from './contract/subject.ts'
import { talliesContract } from './contract/tallies.ts'
import { trustedIssuersContract } from './contract/trusted-issuers.ts'
import { trustedTimeContract } from './contract/trusted-time.ts'
import { usedOnceContract } from './contract/used-once.ts'

export function storeContract(name: string, subject: ContractSubject): void {
  describe(`the store on ${name}`, () => {
    grantsContract(subject)
    standingContract(subject)
    talliesContract(subject)
    identitiesContract(subject)
    partiesContract(subject)
    revisionsContract(subject)
    repeatableRequestsContract(subject)
    accountDeletionsContract(subject)
    operatorsContract(subject)
    passkeysContract(subject)
    declaredSettingsContract(subject)
    platformKeysContract(subject)
    trustedIssuersContract(subject)
    documentClientsContract(subject)
    selfRegisteredContract(subject)
    scimUsersContract(subject)
    knownBrowsersContract(subject)
    signInAnswersContract(subject)
    secondFactorsContract(subject)
    usedOnceContract(subject)
    mailedLinksContract(subject)
    pushedRequestsContract(subject)
    deviceRequestsContract(subject)
    authorizationDetailsContract(subject)
    passingContract(subject)
    bulkRevocationsContract(subject)
    explanationsContract(subject)
    activityContract(subject)
    endingsContract(subject)
    factsContract(subject)
    recoveriesContract(subject)
    sectorsContract(subject)
    trustedTimeContract(subject)
    jobsContract(subject)
    logoutsContract(subject)
    keysContract(subject)
    gatheringContract(subject)
    processesContract(subject)
    migrationsContract(subject)
    consoleListsContract(subject)
    copiesContract(subject)
  })
}
