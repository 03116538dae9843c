/** All addresses of this server, on one screen. */

import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ADMIN_PATH } from '../oauth/admin-api.ts'
import { METADATA_PATH, OPENID_METADATA_PATH, PATHS } from '../oauth/metadata.ts'
import { SSF_METADATA_PATH } from '../oauth/security-events/transmitter.ts'
import { QUESTIONS } from './account/act.ts'
import { accountActs, accountPages } from './account/addresses.ts'
import { askFirst } from './account/questions.ts'
import { decideConnecting } from './account/ways-in.ts'
import {
  admin,
  authenticateFirst,
  LONGEST_DECLARATION,
  openApi,
  reference,
  refuseOtherMethods,
} from './admin/address.ts'
import { consoleRoutes } from './console/addresses.ts'
import type { HttpContext } from './context.ts'
import { answerPreflight, isGrantedPreflight, type Readers } from './cors.ts'
import { DEVICE_QUESTION, DEVICE_SWITCH } from './device-pages.ts'
import { asset } from './endpoints/asset.ts'
import { authorize } from './endpoints/authorize.ts'
import { changePasswordPlace } from './endpoints/change-password.ts'
import { clientLogo } from './endpoints/client-logo.ts'
import {
  deleteRegistered,
  readRegistration,
  registerClientItself,
  replaceRegistered,
} from './endpoints/client-registration.ts'
import { showConsent, submitConsent } from './endpoints/consent.ts'
import {
  askAboutDevice,
  DEVICE_DONE,
  decideAboutDevice,
  showDeviceDone,
  showDeviceEntry,
  submitUserCode,
  switchForDevice,
} from './endpoints/device.ts'
import { deviceAuthorization } from './endpoints/device-authorization.ts'
import { explainRefusal, listRefusals, openExplanation, openRefusals } from './endpoints/errors.ts'
import { showForgot, submitForgot } from './endpoints/forgot.ts'
import { identity, live, ready } from './endpoints/health.ts'
import { home } from './endpoints/home.ts'
import { introspect } from './endpoints/introspect.ts'
import { issuerLogout } from './endpoints/issuer-logout.ts'
import { jwks } from './endpoints/jwks.ts'
import { KEEP_ACCOUNT, showKeepAccount, submitKeepAccount } from './endpoints/keep-account.ts'
import { submitLetIn } from './endpoints/let-in.ts'
import { showLink, submitLink } from './endpoints/link.ts'
import { CONFIRM_LOGOUT, confirmLogout, logOut } from './endpoints/log-out.ts'
import { metadata, openIdMetadata, ssfMetadata } from './endpoints/metadata.ts'
import { push } from './endpoints/push.ts'
import { showRegister, submitRegister } from './endpoints/register.ts'
import { revocations } from './endpoints/revocations.ts'
import { revoke } from './endpoints/revoke.ts'
import { PASSKEY_PATH, showSecondFactor, submitSecondFactor } from './endpoints/second-factor.ts'
import { submitSecondPasskey } from './endpoints/second-factor-passkey.ts'
import { pollSecurityEvents } from './endpoints/security-events.ts'
import {
  goOn,
  PASSKEY_SET_UP_PATH,
  showSetUpFactor,
  submitSetUpFactor,
  submitSetUpPasskey,
} from './endpoints/set-up-factor.ts'
import { showSignIn, submitSignIn } from './endpoints/sign-in.ts'
import { passkeyOptions, submitPasskey } from './endpoints/sign-in-by-passkey.ts'
import { beginSignIn, endSignIn, receiveSignIn } from './endpoints/sign-in-with.ts'
import { showSignOut, signOut } from './endpoints/sign-out.ts'
import { token } from './endpoints/token.ts'
import { userinfo } from './endpoints/userinfo.ts'
import { type Audience, respondToWrongMethod } from './error-response.ts'
import { isCoded, UnknownCoding } from './malformed-request.ts'
import { ROUTED } from './methods.ts'
import { revokeGlobally } from './platform/endpoints/global-token-revocation.ts'
import { showPlatformKey } from './platform/endpoints/key.ts'
import { endPlatformSession, listPlatformSessions } from './platform/endpoints/sessions.ts'
import { readSignIn, submitAnswer } from './platform/endpoints/sign-in.ts'
import { changePlatformUsers } from './platform/endpoints/users.ts'
import { JSON_TYPE } from './platform/json-body.ts'
import { LINES_TYPE } from './platform/lines.ts'
import { SCIM_PATH, scim } from './scim/endpoint.ts'
import { SCIM_TYPE } from './scim/response.ts'
import {
  createOwnStream,
  deleteOwnStream,
  readOwnStreams,
  replaceOwnStream,
  updateOwnStream,
} from './ssf/configuration.ts'
import { readOwnStatus, setOwnStatus } from './ssf/status.ts'
import { verifyOwnStream } from './ssf/verification.ts'

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Route = readonly [
  path: string,
  audience: Audience,
  methods: { readonly [Name in Method]?: (context: HttpContext) => Handler },
  /** Which pages of other origins may read the answers; by default none. */
  readers?: Readers,
]

/**
 * Only for safe endpoints (RFC 9110 §9.1). Consent, the authorization endpoint and the callback of
 * an external sign-in may issue a code.
 */
const readable = (handler: (context: HttpContext) => Handler) => ({ GET: handler, HEAD: handler })

/** What a file declares, which can be long. */
const DECLARATION = `${ADMIN_PATH}/declaration/:act`

const ROUTES: readonly Route[] = [
  [PATHS.authorization, 'person', { GET: authorize, POST: authorize }],
  ['/sign-in', 'person', { ...readable(showSignIn), POST: submitSignIn }],
  ['/sign-in/passkey', 'person', { POST: submitPasskey }],
  ['/sign-in/passkey/options', 'person', { POST: passkeyOptions }],
  ['/sign-in/second-factor', 'person', { ...readable(showSecondFactor), POST: submitSecondFactor }],
  [PASSKEY_PATH, 'person', { POST: submitSecondPasskey }],
  ['/sign-in/set-up-factor', 'person', { ...readable(showSetUpFactor), POST: submitSetUpFactor }],
  [PASSKEY_SET_UP_PATH, 'person', { POST: submitSetUpPasskey }],
  ['/sign-in/go-on', 'person', { POST: goOn }],
  ['/sign-in/with/:way', 'person', { GET: beginSignIn }],
  ['/sign-in/with/:way/callback', 'person', { GET: endSignIn, POST: receiveSignIn }],
  ['/forgot', 'person', { ...readable(showForgot), POST: submitForgot }],
  ['/register', 'person', { ...readable(showRegister), POST: submitRegister }],
  ['/sign-in/let-in', 'person', { POST: submitLetIn }],
  ['/link', 'person', { ...readable(showLink), POST: submitLink }],
  ['/consent', 'person', { GET: showConsent, POST: submitConsent }],
  [PATHS.device, 'person', { ...readable(showDeviceEntry), POST: submitUserCode }],
  [DEVICE_QUESTION, 'person', { ...readable(askAboutDevice), POST: decideAboutDevice }],
  [DEVICE_SWITCH, 'person', { POST: switchForDevice }],
  [DEVICE_DONE, 'person', readable(showDeviceDone)],
  [PATHS.logout, 'person', { GET: logOut, POST: logOut }],
  [CONFIRM_LOGOUT, 'person', { POST: confirmLogout }],
  ['/sign-out', 'person', { ...readable(showSignOut), POST: signOut }],
  [KEEP_ACCOUNT, 'person', { ...readable(showKeepAccount), POST: submitKeepAccount }],
  // Listed in account/addresses.ts.
  ...accountPages.map(({ path, open }): Route => [path, 'person', readable(open)]),
  ...accountActs.map(({ path, submit }): Route => [path, 'person', { POST: submit }]),
  [QUESTIONS, 'person', readable(askFirst)],
  ['/account/connect/decide', 'person', { POST: decideConnecting }],
  // Listed in console/addresses.ts.
  ...consoleRoutes().map(([path, methods]): Route => [path, 'person', methods]),
  ['/errors', 'person', { ...readable(listRefusals), POST: openRefusals }],
  ['/errors/:reference', 'person', { ...readable(explainRefusal), POST: openExplanation }],
  ['/', 'person', readable(home)],
  ['/assets/:name', 'person', readable(asset)],
  ['/client-logo/:client', 'person', readable(clientLogo)],

  [PATHS.token, 'client', { POST: token }, 'registered_origins'],
  [PATHS.pushedRequest, 'client', { POST: push }, 'registered_origins'],
  [PATHS.deviceAuthorization, 'client', { POST: deviceAuthorization }],
  // A page that registers has no client yet, so no origin of it can be known.
  [PATHS.registration, 'registration', { POST: registerClientItself }, 'any_origin'],
  [
    `${PATHS.registration}/:client`,
    'registration',
    { ...readable(readRegistration), PUT: replaceRegistered, DELETE: deleteRegistered },
    'any_origin',
  ],
  [PATHS.introspection, 'client', { POST: introspect }],
  [PATHS.revocation, 'client', { POST: revoke }, 'registered_origins'],
  [PATHS.userinfo, 'client', { ...readable(userinfo), POST: userinfo }, 'registered_origins'],
  [PATHS.issuerLogout, 'client', { POST: issuerLogout }],
  [PATHS.jwks, 'client', readable(jwks), 'any_origin'],
  [PATHS.revocationStream, 'client', { GET: revocations }],
  [PATHS.securityEvents, 'events', { POST: pollSecurityEvents }],
  [
    PATHS.eventStream,
    'events',
    {
      ...{ GET: readOwnStreams, POST: createOwnStream, PATCH: updateOwnStream },
      ...{ PUT: replaceOwnStream, DELETE: deleteOwnStream },
    },
  ],
  [PATHS.eventStreamStatus, 'events', { GET: readOwnStatus, POST: setOwnStatus }],
  [PATHS.eventStreamVerification, 'events', { POST: verifyOwnStream }],
  ['/platform/v1/key', 'platform', readable(showPlatformKey)],
  ['/platform/v1/sign-in/read', 'platform', { POST: readSignIn }],
  ['/platform/v1/sign-in/answer', 'platform', { POST: submitAnswer }],
  ['/platform/v1/users', 'platform', { POST: changePlatformUsers }],
  ['/platform/v1/users/sessions', 'platform', { POST: listPlatformSessions }],
  ['/platform/v1/users/sessions/end', 'platform', { POST: endPlatformSession }],
  [PATHS.globalRevocation, 'platform', { POST: revokeGlobally }],

  [`${SCIM_PATH}/Users`, 'scim', { ...readable(scim('list')), POST: scim('create') }],
  [`${SCIM_PATH}/.search`, 'scim', { POST: scim('search') }],
  [`${SCIM_PATH}/Users/.search`, 'scim', { POST: scim('search') }],
  [
    `${SCIM_PATH}/Users/:id`,
    'scim',
    {
      ...readable(scim('read')),
      ...{ PUT: scim('replace'), PATCH: scim('patch'), DELETE: scim('remove') },
    },
  ],
  [`${SCIM_PATH}/Groups`, 'scim', readable(scim('groups'))],
  [`${SCIM_PATH}/ServiceProviderConfig`, 'scim', readable(scim('config'))],
  [`${SCIM_PATH}/ResourceTypes`, 'scim', readable(scim('resourceTypes'))],
  [`${SCIM_PATH}/ResourceTypes/:id`, 'scim', readable(scim('resourceType'))],
  [`${SCIM_PATH}/Schemas`, 'scim', readable(scim('schemas'))],
  [`${SCIM_PATH}/Schemas/:id`, 'scim', readable(scim('schema'))],
  [
    `${SCIM_PATH}/*`,
    'scim',
    {
      ...readable(scim('none')),
      ...{ POST: scim('none'), PUT: scim('none'), PATCH: scim('none'), DELETE: scim('none') },
    },
  ],

  ['/admin/openapi.json', 'admin', readable(openApi), 'any_origin'],
  ['/admin/reference', 'admin', readable(reference)],
  ['/admin/reference/:name', 'admin', readable(reference)],
  [DECLARATION, 'admin', { POST: admin }],
  [
    `${ADMIN_PATH}/*`,
    'admin',
    { ...readable(admin), POST: admin, PUT: admin, PATCH: admin, DELETE: admin },
  ],

  ['/.well-known/change-password', 'person', readable(changePasswordPlace)],
  [METADATA_PATH, 'client', readable(metadata), 'any_origin'],
  [OPENID_METADATA_PATH, 'client', readable(openIdMetadata), 'any_origin'],
  [SSF_METADATA_PATH, 'client', readable(ssfMetadata), 'any_origin'],
  ['/health/live', 'client', readable(live)],
  ['/health/ready', 'client', readable(ready)],
  ['/health/identity', 'client', { GET: identity }],
]

/** Exempt from the concurrency limit: health checks, and what waits until something happens. */
const ALWAYS: readonly string[] = [
  ...['/health/live', '/health/ready'],
  ...[PATHS.revocationStream, PATHS.securityEvents],
]

/** Absent if the device flow is turned off. */
const DEVICE_PATHS: readonly string[] = [
  ...[PATHS.deviceAuthorization, PATHS.device],
  ...[DEVICE_QUESTION, DEVICE_SWITCH, DEVICE_DONE],
]

/** Adds the routes; an unsupported method gets 405 with `Allow` (RFC 9110 §15.5.6). */
export async function addRoutes(server: FastifyInstance, context: HttpContext): Promise<void> {
  const { admit } = context
  // Only people send cookies; other requests skip parsing them.
  await server.register(async (pages) => {
    await pages.register(cookie)
    addRoutesFor('person', pages)
  })
  // The other OAuth endpoints take forms.
  for (const audience of ['platform', 'scim', 'registration', 'events', 'admin'] as const) {
    await server.register(async (programs) => {
      const types = audience === 'scim' ? [SCIM_TYPE, JSON_TYPE] : [JSON_TYPE]
      programs.addContentTypeParser(types, { parseAs: 'buffer' }, (request, body, done) =>
        isCoded(request) ? done(new UnknownCoding()) : done(null, body),
      )
      if (audience === 'platform') {
        // The endpoint reads it after it has authenticated the sender.
        programs.addContentTypeParser(LINES_TYPE, (request, body, done) =>
          isCoded(request) ? done(new UnknownCoding()) : done(null, body),
        )
      }
      if (audience === 'admin') programs.addHook('onRequest', refuseOtherMethods(context))
      addRoutesFor(audience, programs)
    })
  }
  addRoutesFor('client', server)

  function addRoutesFor(served: Audience, scope: FastifyInstance): void {
    for (const [url, audience, handlers, readers] of ROUTES) {
      if (audience !== served) continue
      if (audience === 'registration' && context.settings.clientRegistration === 'off') continue
      if (DEVICE_PATHS.includes(url) && context.settings.deviceCodeSeconds === 0) continue
      const config = { audience, readers }
      const body =
        url === DECLARATION
          ? { bodyLimit: LONGEST_DECLARATION, preParsing: authenticateFirst(context) }
          : {}
      for (const [method, handler] of Object.entries(handlers)) {
        const handle = handler(context)
        const admitted = ALWAYS.includes(url) ? handle : admit(handle)
        scope.route({ method, url, config, ...body, handler: admitted })
      }
      const allowed = Object.keys(handlers)
      const methodList = allowed.join(', ')
      scope.route({
        method: ROUTED.filter((method) => !allowed.includes(method)),
        url,
        config,
        handler: async (request, reply) =>
          request.method === 'OPTIONS' &&
          readers !== undefined &&
          isGrantedPreflight(request, reply)
            ? answerPreflight(reply, { readers, methods: methodList })
            : respondToWrongMethod(context, { request, reply }, allowed),
      })
    }
  }
}
