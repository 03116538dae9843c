/** `/account/passkeys/…`: the owner of an account adds, renames and removes passkeys. */

import type { FastifyReply } from 'fastify'
import { type AddPasskeyOutcome, removePasskey, renamePasskey } from '../../operations/passkeys.ts'
import { addPasskeyPage, passkeyTold, removalOf } from '../../pages/account/passkeys.ts'
import type { Told } from '../../pages/account/shell.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Account } from '../../store/records.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { addNewPasskey, newPasskeyOptions } from '../new-passkey.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { accountAct } from './act.ts'
import { accountActor } from './actor.ts'
import { deskProps } from './desk.ts'
import { hasAnotherWay } from './other-ways.ts'
import { accountPage } from './page.ts'
import { ADD_PAGE } from './passkeys-shown.ts'
import { codesIfMissing, sendCodes } from './recovery-codes.ts'
import { onSecurityPage, sendSecurity } from './security.ts'

const ADD = '/account/passkeys/add'

export const newPasskeyOfAccount = accountPage({
  path: ADD_PAGE,
  needsRecentSignIn: true,
  show: (context, exchange, signedIn) => sendAddPage(context, exchange, { signedIn, notice: null }),
})

async function sendAddPage(
  context: HttpContext,
  exchange: Exchange,
  { signedIn: { account }, notice }: { readonly signedIn: SignedIn; readonly notice: Told | null },
): Promise<FastifyReply> {
  const options = await newPasskeyOptions(context, exchange, account)
  if (options === null) return exchange.reply.redirect(onSecurityPage.address, 303)
  return sendPage(exchange.reply, {
    status: 200,
    html: addPasskeyPage({
      ...deskProps(context, exchange, account),
      form: { action: ADD, hidden: { account: account.id }, options },
      backAddress: onSecurityPage.address,
      notice,
    }),
    usesPasskeys: true,
    leadsElsewhere: context.ways.leadElsewhere,
  })
}

export const addPasskeyAct = accountAct({
  name: 'add_passkey',
  path: ADD,
  page: { ...onSecurityPage, show: sendAddPage },
  needsRecentSignIn: true,
  // The challenge is too old after a sign-in, so a new one is needed.
  formPlace: ADD_PAGE,
  read: (form) => ({ credential: form.required('credential') }),
  perform: async (context, exchange, { signedIn, fields: { credential } }) => {
    const { account, session } = signedIn
    const outcome = await addNewPasskey(context, exchange, { account, credential, proven: session })
    if (outcome === null) return exchange.reply.redirect(onSecurityPage.address, 303)
    if (outcome.is !== 'added') {
      return sendAddPage(context, exchange, { signedIn, notice: toldOf(outcome) })
    }
    const notice = passkeyTold.added(outcome.name)
    const codes = await codesIfMissing(context, exchange, account)
    return codes === null
      ? sendSecurity(context, exchange, { signedIn, notice })
      : sendCodes(context, exchange, { account, codes, notice })
  },
})

function toldOf(outcome: Exclude<AddPasskeyOutcome, { readonly is: 'added' }>): Told {
  switch (outcome.is) {
    case 'known_already':
      return passkeyTold.isKnown
    case 'too_many':
      return passkeyTold.tooMany
    case 'refused':
      return outcome.because === 'expired' ? passkeyTold.expired : passkeyTold.notAdded
  }
}

export const renamePasskeyAct = accountAct({
  name: 'rename_passkey',
  path: '/account/passkeys/rename',
  page: onSecurityPage,
  needsRecentSignIn: false,
  read: (form) => ({ passkey: form.required('passkey'), name: form.one('name') ?? '' }),
  perform: async (context, exchange, { signedIn, fields }) => {
    const { passkey: id, name } = fields
    const actor = accountActor(exchange, signedIn.account)
    const outcome = await renamePasskey(context, actor, { id, name })
    const notices = {
      renamed: passkeyTold.renamed(name.trim()),
      name_invalid: passkeyTold.nameInvalid,
      no_such_passkey: passkeyTold.isGone,
    }
    return sendSecurity(context, exchange, { signedIn, notice: notices[outcome.is] })
  },
})

export const removePasskeyAct = accountAct({
  name: 'remove_passkey',
  path: '/account/passkeys/remove',
  page: onSecurityPage,
  needsRecentSignIn: true,
  read: (form) => ({ passkey: form.required('passkey') }),
  confirm: async (context, { request }, { signedIn: { account }, fields: { passkey: id } }) => {
    const found = await own(context, account, id)
    if (found === undefined) return null
    if (!(await hasAnotherWay(context, account, { passkeyId: id }))) return null
    return removalOf(pageProps(context, request, { account }).words, found.name)
  },
  perform: async (context, exchange, { signedIn, fields: { passkey: id } }) => {
    const { account } = signedIn
    const tell = (notice: Told) => sendSecurity(context, exchange, { signedIn, notice })
    const found = await own(context, account, id)
    if (found === undefined) return tell(passkeyTold.isGone)
    if (!(await hasAnotherWay(context, account, { passkeyId: id }))) return tell(passkeyTold.isLast)
    const { is } = await removePasskey(context, accountActor(exchange, account), { id })
    const notices = {
      removed: passkeyTold.removed(found.name),
      last_way_in: passkeyTold.isLast,
      no_such_passkey: passkeyTold.isGone,
    }
    return tell(notices[is])
  },
})

async function own({ store }: HttpContext, account: Account, id: string) {
  const passkeys = await store.passkeys.listOf(account.id)
  return passkeys.find((passkey) => passkey.id === id)
}
