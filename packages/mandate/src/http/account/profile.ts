/** `/account/profile`: the address that the owner of an account signs in with. */

import type { FastifyReply } from 'fastify'
import { changeLanguage } from '../../operations/accounts.ts'
import { askToChange, askToVerify, cancelChange } from '../../operations/addresses.ts'
import {
  askedTooOften,
  changeCancelled,
  isAddress,
  languageSaved,
  linkSent,
  noChange,
  profilePage,
  type ShownClaim,
} from '../../pages/account/profile.ts'
import type { Told } from '../../pages/account/shell.ts'
import { profileClaims } from '../../people/profile.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Account } from '../../store/records.ts'
import type { PostalAddress } from '../../store/tables/profile.ts'
import { languages } from '../../words/languages.ts'
import { signInOrigin } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'
import { accountAct } from './act.ts'
import { accountActor } from './actor.ts'
import { deskProps } from './desk.ts'
import { accountPage } from './page.ts'
import { labelOf } from './security.ts'

const PATH = '/account/profile'
const onProfilePage = { place: 'profile', address: PATH, show: sendProfile } as const

interface Shown {
  readonly signedIn: SignedIn
  readonly notice: Told | null
  /** What was typed as a new address, and is none. */
  readonly invalid?: string
}

export const profileOfAccount = accountPage({
  path: PATH,
  show: (context, exchange, signedIn) => sendProfile(context, exchange, { signedIn, notice: null }),
})

/** Asks at the new address; nothing changes before the link there is used. */
export const changeAddress = accountAct({
  name: 'change_address',
  path: '/account/address',
  page: onProfilePage,
  needsRecentSignIn: true,
  read: (form) => ({ email: form.one('email')?.trim() ?? '' }),
  perform: async (context, exchange, { signedIn, fields: { email } }) => {
    if (context.mail === null) return sendProfile(context, exchange, { signedIn, notice: null })
    const asked = { ...about(context, exchange, signedIn), email }
    const { is } = await askToChange(context, accountActor(exchange, signedIn.account), asked)
    if (is === 'email_invalid') {
      return sendProfile(context, exchange, { signedIn, notice: null, invalid: email })
    }
    const notices = { asked: linkSent(email), is_address: isAddress, too_often: askedTooOften }
    // The page itself says who keeps the address.
    const notice = is === 'of_a_directory' ? null : notices[is]
    return sendProfile(context, exchange, { signedIn, notice })
  },
})

export const verifyAddress = accountAct({
  name: 'verify_address',
  path: '/account/address/verify',
  page: onProfilePage,
  needsRecentSignIn: false,
  read: () => ({}),
  perform: async (context, exchange, { signedIn }) => {
    const { email } = signedIn.account
    if (context.mail === null) return sendProfile(context, exchange, { signedIn, notice: null })
    const outcome = await askToVerify(
      context,
      accountActor(exchange, signedIn.account),
      about(context, exchange, signedIn),
    )
    const tooOften = outcome.is === 'too_often' ? askedTooOften : null
    const notice = outcome.is === 'asked' ? linkSent(email ?? '') : tooOften
    return sendProfile(context, exchange, { signedIn, notice })
  },
})

export const cancelAddressChange = accountAct({
  name: 'cancel_address_change',
  path: '/account/address/cancel',
  page: onProfilePage,
  needsRecentSignIn: false,
  read: () => ({}),
  perform: async (context, exchange, { signedIn }) => {
    const { is } = await cancelChange(context, accountActor(exchange, signedIn.account), {})
    const notice = is === 'cancelled' ? changeCancelled : noChange
    return sendProfile(context, exchange, { signedIn, notice })
  },
})

export const chooseLanguage = accountAct({
  name: 'choose_language',
  path: '/account/language',
  page: onProfilePage,
  needsRecentSignIn: false,
  read: (form) => ({ language: form.one('language') ?? '' }),
  perform: async (context, exchange, { signedIn, fields }) => {
    const language = languages.find((one) => one === fields.language) ?? null
    await changeLanguage(context, accountActor(exchange, signedIn.account), { language })
    // The answer is in the language that was chosen.
    const account = { ...signedIn.account, language }
    const now = { ...signedIn, account }
    return sendProfile(context, exchange, { signedIn: now, notice: languageSaved })
  },
})

async function sendProfile(
  context: HttpContext,
  exchange: Exchange,
  { signedIn: { account }, notice, invalid }: Shown,
): Promise<FastifyReply> {
  const { store, clock, mail } = context
  const hidden = { account: account.id }
  const open = await store.mailedLinks.listOpen(account.id, clock.now())
  const change = open.find(({ purpose }) => purpose === 'change_address')
  const user = await store.scimUsers.findOf(account.id)
  const isVerified = account.emailKey === null ? null : account.emailVerified
  return sendPage(exchange.reply, {
    status: invalid === undefined ? 200 : 400,
    html: profilePage({
      ...deskProps(context, exchange, account),
      notice,
      address: account.email,
      isVerified,
      name: account.name,
      claims: shownClaims(account),
      language: { action: chooseLanguage.path, hidden, chosen: account.language },
      change:
        change === undefined
          ? null
          : {
              newEmail: String(change.details['newEmail'] ?? ''),
              cancel: { action: cancelAddressChange.path, hidden },
            },
      verify: mail !== null && isVerified === false ? { action: verifyAddress.path, hidden } : null,
      directory: user === undefined ? null : labelOf(context, user),
      changeForm:
        mail === null
          ? null
          : {
              ...{ action: changeAddress.path, hidden },
              ...{ typed: invalid ?? '', isInvalid: invalid !== undefined },
            },
    }),
    leadsElsewhere: context.ways.leadElsewhere,
  })
}

function shownClaims({ profile }: Account): readonly ShownClaim[] {
  return profileClaims.flatMap((claim) => {
    const value = profile?.[claim]
    if (claim === 'phone_number_verified' || value === undefined) return []
    const shown = typeof value === 'object' ? (value.formatted ?? lines(value)) : String(value)
    return [{ claim, value: shown.replaceAll('\n', ', ') }]
  })
}

function lines(address: PostalAddress): string {
  return Object.values(address).join(', ')
}

function about(context: HttpContext, exchange: Exchange, { account }: SignedIn) {
  const { words } = deskProps(context, exchange, account)
  return { account, language: words.language, from: signInOrigin(context, exchange) }
}
