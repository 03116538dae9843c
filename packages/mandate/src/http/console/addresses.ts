/** All pages and acts of the console, on one screen. `routes.ts` serves them. */

import type { ConsoleAct } from './act.ts'
import * as api from './apis.ts'
import { auditEventInConsole, auditInConsole } from './audit.ts'
import * as client from './client-acts.ts'
import * as clientForm from './client-form.ts'
import { clientInConsole, clientsInConsole } from './clients.ts'
import * as domain from './domains.ts'
import { endGrant, grantInConsole, grantsInConsole } from './grants.ts'
import { healthInConsole } from './health.ts'
import * as issuer from './issuer-acts.ts'
import * as issuerForm from './issuer-form.ts'
import { issuerInConsole, issuersInConsole } from './issuers.ts'
import * as job from './jobs.ts'
import { addKeys, keysInConsole, retireServerKey } from './keys.ts'
import * as newUser from './new-user.ts'
import * as operator from './operators.ts'
import { overviewInConsole } from './overview.ts'
import type { ConsolePage, Handler } from './page.ts'
import * as platformKey from './platform-keys.ts'
import { refusalInConsole, refusalsInConsole } from './refusals.ts'
import { searchInConsole, sendSearch } from './search.ts'
import { settingsInConsole } from './settings.ts'
import * as setup from './setup.ts'
import * as setupLogin from './setup-login.ts'
import { changeServer } from './setup-server.ts'
import * as stream from './stream-acts.ts'
import * as streamForm from './stream-form.ts'
import { streamInConsole, streamsInConsole } from './streams.ts'
import { userInConsole } from './user.ts'
import * as user from './user-acts.ts'
import * as credentials from './user-credentials.ts'
import { usersInConsole } from './users.ts'
import * as webhook from './webhook-acts.ts'
import * as webhookForm from './webhook-form.ts'
import { webhookInConsole, webhooksInConsole } from './webhooks.ts'
import { whyInConsole } from './why.ts'

export const consolePages: readonly ConsolePage[] = [
  ...[overviewInConsole, healthInConsole, refusalsInConsole, refusalInConsole],
  ...[settingsInConsole, keysInConsole],
  ...[usersInConsole, newUser.newUserInConsole, userInConsole],
  ...[clientsInConsole, clientForm.newClientInConsole],
  ...[clientInConsole, clientForm.editClientInConsole],
  ...[grantsInConsole, grantInConsole, searchInConsole, whyInConsole],
  ...[webhooksInConsole, webhookForm.newWebhookInConsole],
  ...[streamsInConsole, streamForm.newStreamInConsole],
  ...[streamInConsole, streamForm.editStreamInConsole],
  ...[issuersInConsole, issuerForm.newIssuerInConsole],
  ...[issuerInConsole, issuerForm.editIssuerInConsole],
  ...[domain.domainsInConsole, job.jobsInConsole],
  ...[platformKey.platformKeysInConsole, platformKey.newPlatformKeyInConsole],
  ...[webhookInConsole, webhookForm.editWebhookInConsole],
  ...[setup.setupInConsole, setupLogin.loginInConsole],
  ...[api.apisInConsole, api.newApiInConsole, api.apiInConsole, api.editApiInConsole],
  operator.operatorsInConsole,
  ...[auditInConsole, auditEventInConsole],
]

export const consoleActs: readonly ConsoleAct[] = [
  ...[newUser.addUser, newUser.withdrawInvitation],
  ...[user.disableUser, user.enableUser, user.unlockUser],
  ...[user.endUserSession, user.endUserSessions],
  ...[credentials.makeLinkForUser, credentials.removeAppOfUser],
  ...[credentials.removePasskeysOfUser, credentials.deleteUser],
  ...[clientForm.registerClient, clientForm.changeClient],
  ...[client.rotateSecretOfClient, client.disableClientAct, client.enableClientAct],
  ...[client.endGrantsOfClient, client.deleteClientAct],
  ...[api.registerApi, api.changeApi, api.rotateSecretOfApi, api.deleteApi],
  ...[operator.giveRole, operator.changeRole, operator.confirmRole, operator.takeRole],
  ...[endGrant, sendSearch, addKeys, retireServerKey],
  ...[webhookForm.createWebhookAct, webhookForm.changeWebhook, webhook.rotateSecretOfWebhook],
  ...[webhook.pauseWebhook, webhook.enableWebhook, webhook.sendTestEvent],
  ...[webhook.replayDeadLetters, webhook.replayEvent, webhook.deleteWebhook],
  ...[streamForm.createStreamAct, streamForm.changeStream],
  ...[stream.testStream, stream.pauseStream, stream.resumeStream, stream.deleteStream],
  ...[issuerForm.trustIssuer, issuerForm.changeIssuer],
  ...[issuer.disableIssuer, issuer.enableIssuer, issuer.deleteIssuer],
  ...[domain.decideAboutDomain, domain.allowDomain, domain.denyDomain, domain.forgetAboutDomain],
  ...[platformKey.makePlatformKeyAct, platformKey.rotatePlatformKey],
  platformKey.deletePlatformKeyAct,
  ...[job.retryOneJob, job.retryEveryJob],
  ...[setup.addFirstApi, setup.addFirstClient, changeServer, setupLogin.tryLogin],
]

type Methods = { readonly [Name in 'GET' | 'HEAD' | 'POST']?: Handler }

/** By address: a page and the act of its form may share one. */
export function consoleRoutes(): readonly (readonly [path: string, methods: Methods])[] {
  const found = new Map<string, Methods>()
  const add = (path: string, methods: Methods) =>
    found.set(path, { ...found.get(path), ...methods })
  for (const { path, open } of consolePages) add(path, { GET: open, HEAD: open })
  for (const { path, open, submit } of consoleActs) {
    add(path, { ...(open !== undefined && { GET: open, HEAD: open }), POST: submit })
  }
  return [...found]
}
