/** `/console/platform-keys`: the credentials of the platform's own programs. */

import type { FastifyReply } from 'fastify'
import {
  createPlatformKey,
  deletePlatformKey,
  rotatePlatformKeySecret,
} from '../../operations/platform-keys.ts'
import {
  NEW_PLATFORM_KEY,
  PLATFORM_KEYS,
  type PlatformKeyFormProps,
  platformKeyFormPage,
  platformKeysPage,
  type ShownPlatformKey,
} from '../../pages/console/platform-keys.ts'
import { secretPage } from '../../pages/console/secret.ts'
import type { PlatformKey } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'
import { en } from '../../words/en/en.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import {
  alerted,
  done,
  goAndTell,
  may,
  placeOf,
  sendConsole,
  sendMissing,
  type Visit,
} from './visit.ts'

const text = consoleWords.platformKeys
const ROWS = 50
/** The provider of a key that is for no way to sign in, as the command line has it. */
const NO_WAY = 'platform'
const ONE = `${PLATFORM_KEYS}/:id` as const
const page = () => PLATFORM_KEYS
const noSuchKey = (visit: Visit) => sendMissing(visit, { current: 'platform-keys', what: 'key' })
const keyOf = ({ store }: HttpContext, { params }: Visit) =>
  store.platformKeys.find(params['id'] ?? '')

export const platformKeysInConsole = consolePage({
  path: PLATFORM_KEYS,
  needs: 'keys:read',
  show: async (context, visit) => {
    const from = visit.query.one('from')
    const { rows, next } = await context.store.platformKeys.list({ after: from, limit: ROWS })
    return sendConsole(
      visit,
      platformKeysPage({
        ...{ ...visit.props, keys: rows.map((key) => shown(context, key)) },
        first: from === undefined ? null : PLATFORM_KEYS,
        next: next && listAddress(PLATFORM_KEYS, { from: next }),
        canChange: may(visit, 'keys:write'),
      }),
    )
  },
})

function shown(context: HttpContext, key: PlatformKey): ShownPlatformKey {
  const { id, name, permissions, provider, authentication, createdAt } = key
  const way = waysOf(context).find((one) => one.provider === provider)
  return {
    ...{ id, address: placeOf('platform-keys', id), name, permissions, createdAt },
    provider: way?.name ?? (provider === NO_WAY ? null : provider),
    previousSecretUntil: authentication.previous?.expiresAt ?? null,
  }
}

/** The ways whose users a platform key can name. */
function waysOf({ ways, settings }: HttpContext) {
  return ways.all
    .filter((way) => way.is === 'external')
    .map(({ name, provider }) => ({
      ...{ name, provider },
      isHandoff: settings.signIn[name]?.['way'] === 'handoff',
    }))
}

export const newPlatformKeyInConsole = consolePage({
  path: NEW_PLATFORM_KEY,
  needs: 'keys:write',
  needsRecentSignIn: true,
  show: (context, visit) => {
    const [way] = waysOf(context)
    const fields = { name: '', permissions: [], provider: way?.name ?? '' }
    return sendForm(context, visit, { fields, problem: null })
  },
})

export const makePlatformKeyAct = consoleAct({
  path: NEW_PLATFORM_KEY,
  needs: 'keys:write',
  needsRecentSignIn: true,
  isOnce: true,
  page,
  perform: async (context, visit) => {
    const { form } = visit
    const fields = {
      name: form.one('name')?.trim() ?? '',
      permissions: form.all('permissions'),
      provider: form.one('provider') ?? '',
    }
    const { name, permissions } = fields
    const way = waysOf(context).find((one) => one.name === fields.provider)
    const problem =
      fields.provider !== '' && way === undefined
        ? text.unknownProvider
        : permissions.includes('sign_in') && !way?.isHandoff
          ? text.needsHandoff
          : null
    if (problem !== null) return sendForm(context, visit, { fields, problem })
    const described = { name, permissions, provider: way?.provider ?? NO_WAY }
    const outcome = await createPlatformKey(context, visit.operating.actor, described)
    if (outcome.is === 'invalid') {
      return sendForm(context, visit, { fields, problem: outcome.sentence })
    }
    const { key, secret } = outcome
    return sendSecret(visit, { id: key.id, secret, title: text.createdTitle(name) })
  },
})

export const rotatePlatformKey = consoleAct({
  ...{ path: `${ONE}/rotate-secret`, needs: 'keys:write', needsRecentSignIn: true, page },
  isOnce: true,
  ask: async (context, visit) => {
    const key = await keyOf(context, visit)
    if (key === undefined) return noSuchKey(visit)
    const overlap = en.inWords.span(context.settings.clientSecretOverlapSeconds)
    return {
      ...{ current: 'platform-keys', title: text.rotateQuestion(key.name), typed: null },
      consequences: text.rotateConsequences(overlap),
      ...{ button: text.rotateButton, back: PLATFORM_KEYS },
    }
  },
  perform: async (context, visit) => {
    const key = await keyOf(context, visit)
    if (key === undefined) return noSuchKey(visit)
    const { id } = key
    const outcome = await rotatePlatformKeySecret(context, visit.operating.actor, { id })
    if (outcome.is === 'no_such_platform_key') return noSuchKey(visit)
    if (outcome.is !== 'rotated') {
      const told = alerted(consoleWords.apis.clockInDoubt)
      return goAndTell(context, visit, { address: PLATFORM_KEYS, told })
    }
    return sendSecret(visit, { id, secret: outcome.secret, title: text.rotatedTitle(key.name) })
  },
})

export const deletePlatformKeyAct = consoleAct({
  ...{ path: `${ONE}/delete`, needs: 'keys:write', needsRecentSignIn: true, page },
  ask: async (context, visit) => {
    const key = await keyOf(context, visit)
    if (key === undefined) return noSuchKey(visit)
    return {
      ...{ current: 'platform-keys', title: text.deleteQuestion(key.name), typed: key.name },
      consequences: text.deleteConsequences,
      ...{ button: text.deleteButton, back: PLATFORM_KEYS },
    }
  },
  perform: async (context, visit) => {
    const key = await keyOf(context, visit)
    const id = key?.id ?? ''
    const outcome = await deletePlatformKey(context, visit.operating.actor, { id })
    if (key === undefined || outcome.is === 'no_such_platform_key') return noSuchKey(visit)
    const told = done(text.wasDeleted(key.name))
    return goAndTell(context, visit, { address: PLATFORM_KEYS, told })
  },
})

function sendForm(
  context: HttpContext,
  visit: Visit,
  state: Pick<PlatformKeyFormProps, 'fields' | 'problem'>,
): FastifyReply {
  const ways = waysOf(context).map(({ name }) => name)
  const html = platformKeyFormPage({ ...visit.props, ...state, ways })
  return sendConsole(visit, html, state.problem === null ? 200 : 400)
}

function sendSecret(
  visit: Visit,
  { id, secret, title }: { readonly id: string; readonly secret: string; readonly title: string },
): FastifyReply {
  return sendConsole(
    visit,
    secretPage({
      ...{ ...visit.props, current: 'platform-keys', title, onward: PLATFORM_KEYS },
      about: [text.createdAbout],
      values: [
        [text.id, id],
        [text.secret, secret],
      ],
    }),
  )
}
