/** What people see. Works without JavaScript; every value is escaped by `html`. */

import type { SignInError } from '@mandate/sign-in'
import { type Html, html, type Printable } from './html.ts'
import type { Act, User } from './users.ts'

function layout(title: string, user: User | undefined, content: Printable): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Notewell</title>
<link rel="stylesheet" href="/notewell.css">
<link rel="icon" href="data:,">
</head>
<body>
<header>
<p class="brand"><a href="/"><span aria-hidden="true">✎</span> Notewell</a></p>
${
  user &&
  html`<nav>
${user.isAdmin ? html`<a href="/admin">Users</a>` : ''}
<form method="post" action="/logout"><button class="link">Sign out</button></form>
</nav>`
}
</header>
<main>
${content}
</main>
</body>
</html>
`
}

export function homePage(user: User, accountUrl: string): Html {
  return layout(
    'Home',
    user,
    html`<section>
<h1>Hello, ${user.name.split(' ')[0]}</h1>
<p>You are signed in as ${user.email}. This is where your notes would be.</p>
<p>Other applications can read and write them for you, if you allow it:
<a href="${accountUrl}">see which ones you have connected</a>.</p>
</section>`,
  )
}

export function loginPage(shown: {
  readonly email: string
  readonly returnTo: string
  /** Whether the form is shown to a user who is already signed in: to sign in again, */
  readonly isForced: boolean
  /** or to use another account. */
  readonly isOther: boolean
  readonly problem: string | undefined
}): Html {
  const { email, returnTo, isForced, isOther, problem } = shown
  const isAgain = isForced && !isOther
  return layout(
    'Sign in',
    undefined,
    html`<section class="narrow">
<h1>${isAgain ? 'Sign in again' : 'Sign in to Notewell'}</h1>
${isAgain && problem === undefined ? html`<p>The application asks you to sign in again.</p>` : ''}
${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
<form method="post" action="/login">
<input type="hidden" name="return_to" value="${returnTo}">
${isForced ? html`<input type="hidden" name="reauthenticate" value="1">` : ''}
${isOther ? html`<input type="hidden" name="select_account" value="1">` : ''}
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" value="${email}" required autocomplete="username"${email === '' ? AUTOFOCUS : ''}>
<label for="password">Password</label>
<input id="password" name="password" type="password" required autocomplete="current-password"${email === '' ? '' : AUTOFOCUS}>
<button class="main">Sign in</button>
</form>
</section>`,
  )
}

const AUTOFOCUS = html` autofocus`

/** For a sign-in from Mandate that cannot continue. */
export function problemPage({ forPerson, loginUrl }: SignInError): Html {
  return layout(
    'Sign in',
    undefined,
    html`<section class="narrow">
<h1>That did not work</h1>
<p>${forPerson}</p>
${loginUrl && html`<p><a href="${loginUrl}">Sign in again</a></p>`}
</section>`,
  )
}

export function adminPage(shown: {
  readonly admin: User
  readonly users: readonly User[]
  /** Whether all changes have been sent to Mandate. */
  readonly isTold: boolean
  /** The last action. */
  readonly done: string | null
}): Html {
  const { admin, users, isTold, done } = shown
  const notice = isTold
    ? Object.hasOwn(DONE, done ?? '') &&
      html`<p class="notice" role="status">${DONE[done as Act]}</p>`
    : html`<p class="notice bad" role="alert">Mandate cannot be reached. It is told as soon as it can be; until then, applications keep their access.</p>`
  return layout(
    'Users',
    admin,
    html`<h1>Users</h1>
${notice || ''}
<ul class="users">
${users.map((user) => userItem(user, user.id === admin.id))}
</ul>`,
  )
}

const DONE: Readonly<Record<Act, string>> = {
  disable: 'Disabled, here and at Mandate. Applications are refused from now on.',
  enable: 'Enabled. Applications have to be connected again.',
  sign_out: 'Signed out, here and at Mandate.',
  delete: 'Deleted, here and at Mandate. Applications are refused from now on.',
}

function userItem(user: User, isSelf: boolean): Html {
  const button = (act: Act, label: string, kind = '') =>
    html`<button name="act" value="${act}" class="${kind}" aria-label="${label} ${user.name}">${label}</button>`
  return html`<li>
<div>
<strong>${user.name}</strong>
${user.disabled ? html` <span class="tag bad">disabled</span>` : ''}${user.isAdmin ? html` <span class="tag">administrator</span>` : ''}
<span class="quiet">${user.email}</span>
</div>
${
  isSelf
    ? html`<p class="quiet">This is you.</p>`
    : html`<form method="post" action="/admin">
<input type="hidden" name="user" value="${user.id}">
${user.disabled ? button('enable', 'Enable') : button('disable', 'Disable')}
${button('sign_out', 'Sign out')}
${button('delete', 'Delete', 'grave')}
</form>`
}
</li>
`
}
