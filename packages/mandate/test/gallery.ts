/**
 * Every page in each of its states, and a small server that shows them under the real server's
 * Content Security Policy.
 */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Content, MailProps } from '../src/mail/content.ts'
import { type MailName, mails } from '../src/mail/mails.ts'
import { render as renderMail } from '../src/mail/render.ts'
import { activityPage } from '../src/pages/account/activity.ts'
import { appsPage } from '../src/pages/account/apps.ts'
import { newCodesPage, setUpAuthenticatorPage } from '../src/pages/account/authenticator.ts'
import { confirmPage } from '../src/pages/account/confirm.ts'
import { dataPage, deletionAskedPage, keepAccountPage } from '../src/pages/account/data.ts'
import { addPasskeyPage } from '../src/pages/account/passkeys.ts'
import { passwordPage } from '../src/pages/account/password.ts'
import { profilePage } from '../src/pages/account/profile.ts'
import { securityPage } from '../src/pages/account/security.ts'
import { sessionsPage } from '../src/pages/account/sessions.ts'
import { assets } from '../src/pages/assets.ts'
import { addressConfirmedPage, confirmAddressPage } from '../src/pages/confirm-address.ts'
import { addressInUsePage, connectPage } from '../src/pages/connect.ts'
import { consentPage } from '../src/pages/consent.ts'
import { firstOperatorOverPage, firstOperatorPage } from '../src/pages/console/first-operator.ts'
import { deviceDonePage, deviceEntryPage, deviceQuestionPage } from '../src/pages/device.ts'
import { errorCodePage, errorPage } from '../src/pages/error.ts'
import { explanationPage } from '../src/pages/explanation.ts'
import { forgotPage } from '../src/pages/forgot.ts'
import { formPostPage } from '../src/pages/form-post.ts'
import { homePage } from '../src/pages/home.ts'
import { letInAskedPage, letInPage } from '../src/pages/let-in.ts'
import { linkOverPage } from '../src/pages/link-over.ts'
import { loggedOutPage, logOutPage } from '../src/pages/log-out.ts'
import { newAccountPage } from '../src/pages/new-account.ts'
import { newPasswordPage } from '../src/pages/new-password.ts'
import { refusedRequestsPage, refusedRequestsSignInPage } from '../src/pages/refused-requests.ts'
import { registerPage } from '../src/pages/register.ts'
import { saveCodesPage, secondFactorPage, setUpFactorPage } from '../src/pages/second-factor.ts'
import { signInPage } from '../src/pages/sign-in.ts'
import { signOutPage } from '../src/pages/sign-out.ts'
import { catalogues } from '../src/words/choose.ts'
import { en, type Words } from '../src/words/en/en.ts'
import { consolePictures } from './console-gallery.ts'
import { type Picture, render } from './pictures.ts'
import * as account from './samples/account.ts'
import * as activity from './samples/activity.ts'
import { brand } from './samples/brand.ts'
import * as connect from './samples/connect.ts'
import * as consent from './samples/consent.ts'
import * as data from './samples/data.ts'
import * as device from './samples/device.ts'
import * as error from './samples/error.ts'
import * as explanation from './samples/explanation.ts'
import * as firstOperator from './samples/first-operator.ts'
import * as formPost from './samples/form-post.ts'
import * as home from './samples/home.ts'
import * as letIn from './samples/let-in.ts'
import * as logOut from './samples/log-out.ts'
import * as mail from './samples/mail.ts'
import * as mailedLinks from './samples/mailed-links.ts'
import * as passkeys from './samples/passkeys.ts'
import * as profile from './samples/profile.ts'
import * as refused from './samples/refused-requests.ts'
import * as registration from './samples/registration.ts'
import * as secondFactor from './samples/second-factor.ts'
import * as sessions from './samples/sessions.ts'
import * as signIn from './samples/sign-in.ts'
import * as signOut from './samples/sign-out.ts'

/**
 * The last part of a name is the language, unless it is English. Arabic is the one that differs most:
 * it is read from right to left.
 */
export const pictures: readonly Picture[] = [...picturesIn(en), ...picturesIn(catalogues.ar)]

/** In every language. Drawn on first use. */
export function allPictures(): readonly Picture[] {
  drawn ??= [
    ...Object.values(catalogues).flatMap((words) => [...picturesIn(words), ...mailsIn(words)]),
    ...consolePictures,
  ]
  return drawn
}

let drawn: readonly Picture[] | undefined

export function picturesIn(words: Words): readonly Picture[] {
  return [
    ...render(words, homePage, { home: home.samples }),
    ...render(words, signInPage, { 'sign-in': signIn.samples }),
    ...render(words, forgotPage, { forgot: mailedLinks.forgot }),
    ...render(words, registerPage, { register: registration.register }),
    ...render(words, newAccountPage, { 'new-account': registration.newAccount }),
    ...render(words, newPasswordPage, { 'new-password': mailedLinks.newPassword }),
    ...render(words, confirmAddressPage, { 'confirm-address': mailedLinks.confirm }),
    ...render(words, addressConfirmedPage, { 'address-confirmed': mailedLinks.confirmed }),
    ...render(words, letInAskedPage, { 'let-in-asked': letIn.letInAsked }),
    ...render(words, letInPage, { 'let-in': letIn.letIn }),
    ...render(words, linkOverPage, { 'link-over': mailedLinks.over }),
    ...render(words, secondFactorPage, { 'second-factor': secondFactor.secondFactor }),
    ...render(words, setUpFactorPage, { 'set-up-factor': secondFactor.setUpFactor }),
    ...render(words, saveCodesPage, { 'save-codes': secondFactor.saveCodes }),
    ...render(words, signOutPage, { 'sign-out': signOut.samples }),
    ...render(words, logOutPage, { 'log-out': logOut.logOut }),
    ...render(words, loggedOutPage, { 'logged-out': logOut.loggedOut }),
    ...render(words, consentPage, { consent: consent.samples }),
    ...render(words, deviceEntryPage, { device: device.entries }),
    ...render(words, deviceQuestionPage, { 'device-question': device.questions }),
    ...render(words, deviceDonePage, { 'device-done': device.ends }),
    ...render(words, addressInUsePage, { 'address-in-use': connect.addressInUse }),
    ...render(words, connectPage, { connect: connect.question }),
    ...render(words, appsPage, { account: account.samples }),
    ...render(words, setUpAuthenticatorPage, { authenticator: account.setUpAuthenticator }),
    ...render(words, newCodesPage, { 'new-codes': account.newCodes }),
    ...render(words, confirmPage, { confirm: account.confirmSamplesIn(words) }),
    ...render(words, activityPage, { activity: activity.samples }),
    ...render(words, dataPage, { data: data.samples }),
    ...render(words, data.ask, { confirm: data.questions }),
    ...render(words, deletionAskedPage, { 'deletion-asked': data.asked }),
    ...render(words, keepAccountPage, { 'keep-account': data.keep }),
    ...render(words, sessionsPage, { sessions: sessions.samples }),
    ...render(words, sessions.askEndOthers, { confirm: sessions.questions }),
    ...render(words, securityPage, {
      security: { ...account.securitySamples, ...passkeys.securitySamples },
    }),
    ...render(words, addPasskeyPage, { 'add-passkey': passkeys.addPasskeySamples }),
    ...render(words, passwordPage, { password: profile.password }),
    ...render(words, profilePage, { profile: profile.profile }),
    ...render(words, errorPage, { error: error.samples }),
    ...render(words, errorCodePage, { 'error-code': error.codeSamples }),
    ...render(words, refusedRequestsPage, { refused: refused.samples }),
    ...render(words, refusedRequestsSignInPage, { 'refused-sign-in': refused.signInSamples }),
    ...render(words, formPostPage, { 'form-post': formPost.samples }),
    // These are in English only.
    ...(words === en ? picturesInEnglish() : []),
  ]
}

function picturesInEnglish(): readonly Picture[] {
  return [
    ...render(en, explanationPage, { explanation: explanation.samples }),
    ...render(en, firstOperatorPage, { 'first-operator': firstOperator.firstOperator }),
    ...render(en, firstOperatorOverPage, { 'first-operator': firstOperator.firstOperatorOver }),
  ]
}

/** Every mail, as mail programs show it; `mail.password-changed.plain`. */
export const mailPictures: readonly Picture[] = [...mailsIn(en), ...mailsIn(catalogues.ar)]

export function mailsIn(words: Words): readonly Picture[] {
  return Object.entries(mail.samples).flatMap(([name, samples]) => {
    const compose: (props: MailProps) => Content = mails[name as MailName]
    const draw = (props: MailProps) => renderMail(props, compose(props)).html
    return render(words, draw, { [`mail.${name.replaceAll('_', '-')}`]: samples })
  })
}

/** The policy of every page; `form-post` may also run its one line of script, and pages with passkeys theirs. */
export function contentSecurityPolicy(script: string | null): string {
  const base =
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
  return script === null ? base : `${base}; script-src ${script}`
}

function scriptSourcesOf(html: string): string | null {
  if (html.includes(PASSKEYS)) return "'self'; connect-src 'self'"
  return html.includes('/assets/console.js') ? "'self'" : null
}

/** The script of pages with passkeys, which shows their buttons. */
export const PASSKEYS = 'passkeys.js'

/** Serves the gallery on a free loopback port, at `origin`, until `close` is called. */
export async function openGallery(): Promise<{ origin: string; close(): void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gallery')
    const name = pathname.replace('/assets/', '')
    const asset = assets.get(name) ?? brand.assets.get(name)
    const picture = allPictures().find((one) => `/${one.name}` === pathname)
    if (request.method === 'POST') {
      // The script of passkeys asks for options, and gets none.
      response.writeHead(204).end()
    } else if (asset !== undefined) {
      response.setHeader('Content-Type', asset.contentType).end(asset.body)
    } else if (pathname.startsWith('/client-logo/')) {
      // Any image does.
      const logo = assets.get('seal.svg')
      response.setHeader('Content-Type', 'image/svg+xml').end(logo?.body)
    } else if (picture !== undefined) {
      response
        .setHeader('Content-Type', 'text/html; charset=utf-8')
        .setHeader(
          'Content-Security-Policy',
          // Mail programs allow styles, and nothing else.
          picture.name.startsWith('mail.')
            ? "default-src 'none'; style-src 'unsafe-inline'"
            : contentSecurityPolicy(scriptSourcesOf(picture.html)),
        )
        .end(picture.html)
    } else {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
