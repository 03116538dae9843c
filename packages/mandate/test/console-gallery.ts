/** Every page of the operator's console in each of its states. They are in English only. */

import { apiFormPage, apiPage, apisPage } from '../src/pages/console/apis.ts'
import { auditEventPage, auditPage } from '../src/pages/console/audit.ts'
import { clientPage } from '../src/pages/console/client.ts'
import { clientFormPage } from '../src/pages/console/client-form.ts'
import { clientsPage } from '../src/pages/console/clients.ts'
import { domainsPage } from '../src/pages/console/domains.ts'
import { grantPage } from '../src/pages/console/grant.ts'
import { grantsPage } from '../src/pages/console/grants.ts'
import { healthPage } from '../src/pages/console/health.ts'
import { issuerFormPage } from '../src/pages/console/issuer-form.ts'
import { issuerPage, issuersPage } from '../src/pages/console/issuers.ts'
import { jobsPage } from '../src/pages/console/jobs.ts'
import { keysPage } from '../src/pages/console/keys.ts'
import { operatorsPage } from '../src/pages/console/operators.ts'
import { overviewPage } from '../src/pages/console/overview.ts'
import { platformKeyFormPage, platformKeysPage } from '../src/pages/console/platform-keys.ts'
import { questionPage } from '../src/pages/console/question.ts'
import {
  missingPage,
  noOperatorPage,
  notAllowedPage,
  unconfirmedPage,
} from '../src/pages/console/refusals.ts'
import { refusalPage, refusalsPage } from '../src/pages/console/refused.ts'
import { searchPage } from '../src/pages/console/search.ts'
import { secretPage } from '../src/pages/console/secret.ts'
import { settingsPage } from '../src/pages/console/settings.ts'
import { loginPage, madePage, setupPage } from '../src/pages/console/setup.ts'
import { streamPage } from '../src/pages/console/stream.ts'
import { streamFormPage } from '../src/pages/console/stream-form.ts'
import { streamsPage } from '../src/pages/console/streams.ts'
import { userPage } from '../src/pages/console/user.ts'
import { userFormPage } from '../src/pages/console/user-form.ts'
import { usersPage } from '../src/pages/console/users.ts'
import { webhookPage } from '../src/pages/console/webhook.ts'
import { webhookFormPage } from '../src/pages/console/webhook-form.ts'
import { webhooksPage } from '../src/pages/console/webhooks.ts'
import { whyPage } from '../src/pages/console/why.ts'
import { en } from '../src/words/en/en.ts'
import { type Picture, render } from './pictures.ts'
import * as apis from './samples/console/apis.ts'
import * as audit from './samples/console/audit.ts'
import * as clients from './samples/console/clients.ts'
import * as domains from './samples/console/domains.ts'
import * as frame from './samples/console/frame.ts'
import * as grants from './samples/console/grants.ts'
import * as health from './samples/console/health.ts'
import * as issuers from './samples/console/issuers.ts'
import * as jobs from './samples/console/jobs.ts'
import * as keys from './samples/console/keys.ts'
import { overviews } from './samples/console/overview.ts'
import * as refused from './samples/console/refused.ts'
import * as settings from './samples/console/settings.ts'
import * as setup from './samples/console/setup.ts'
import * as streams from './samples/console/streams.ts'
import * as users from './samples/console/users.ts'
import * as webhooks from './samples/console/webhooks.ts'

export const consolePictures: readonly Picture[] = [
  ...render(en, questionPage, { 'console-question': frame.questions }),
  ...render(en, missingPage, { 'console-missing': frame.missing }),
  ...render(en, notAllowedPage, { 'console-not-allowed': frame.notAllowed }),
  ...render(en, noOperatorPage, { 'console-no-operator': frame.noOperator }),
  ...render(en, unconfirmedPage, { 'console-unconfirmed': frame.noOperator }),
  ...render(en, clientsPage, { 'console-clients': clients.list }),
  ...render(en, clientPage, { 'console-client': clients.one }),
  ...render(en, clientFormPage, { 'console-client-form': clients.forms }),
  ...render(en, apisPage, { 'console-apis': apis.list }),
  ...render(en, apiPage, { 'console-api': apis.one }),
  ...render(en, apiFormPage, { 'console-api-form': apis.forms }),
  ...render(en, operatorsPage, { 'console-operators': apis.operatorLists }),
  ...render(en, grantsPage, { 'console-grants': grants.list }),
  ...render(en, grantPage, { 'console-grant': grants.one }),
  ...render(en, whyPage, { 'console-why': grants.whys }),
  ...render(en, searchPage, { 'console-search': grants.searches }),
  ...render(en, secretPage, { 'console-secret': clients.secrets }),
  ...render(en, usersPage, { 'console-users': users.list }),
  ...render(en, userFormPage, { 'console-user-form': users.forms }),
  ...render(en, userPage, { 'console-user': users.one }),
  ...render(en, webhooksPage, { 'console-webhooks': webhooks.list }),
  ...render(en, webhookPage, { 'console-webhook': webhooks.one }),
  ...render(en, webhookFormPage, { 'console-webhook-form': webhooks.forms }),
  ...render(en, streamsPage, { 'console-streams': streams.list }),
  ...render(en, streamPage, { 'console-stream': streams.one }),
  ...render(en, streamFormPage, { 'console-stream-form': streams.forms }),
  ...render(en, overviewPage, { 'console-overview': overviews }),
  ...render(en, refusalsPage, { 'console-refusals': refused.list }),
  ...render(en, refusalPage, { 'console-refusal': refused.one }),
  ...render(en, healthPage, { 'console-health': health.checks }),
  ...render(en, settingsPage, { 'console-settings': settings.list }),
  ...render(en, auditPage, { 'console-audit': audit.list }),
  ...render(en, auditEventPage, { 'console-audit-event': audit.one }),
  ...render(en, issuersPage, { 'console-issuers': issuers.list }),
  ...render(en, issuerPage, { 'console-issuer': issuers.one }),
  ...render(en, issuerFormPage, { 'console-issuer-form': issuers.forms }),
  ...render(en, domainsPage, { 'console-domains': domains.list }),
  ...render(en, platformKeysPage, { 'console-platform-keys': domains.keys }),
  ...render(en, platformKeyFormPage, { 'console-platform-key-form': domains.keyForms }),
  ...render(en, jobsPage, { 'console-jobs': jobs.list }),
  ...render(en, keysPage, { 'console-keys': keys.list }),
  ...render(en, setupPage, { 'console-setup': setup.setup }),
  ...render(en, madePage, { 'console-setup-made': setup.shown }),
  ...render(en, loginPage, { 'console-setup-login': setup.login }),
]
