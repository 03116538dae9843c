/** The one page of this application. Works without JavaScript; every value is escaped by `html`. */

import type { GrantStatus, IdTokenClaims } from '@mandate/client'
import { type Html, html } from './html.ts'
import type { ApiData } from './notes-api.ts'
import type { Notice } from './notices.ts'

export interface PageData {
  readonly status: GrantStatus
  readonly data: ApiData | undefined
  readonly notice: Notice | undefined
  /** The target of a notice's "Try again". */
  readonly retryUrl: string
  /** Milliseconds since 1970. */
  readonly now: number
}

export function renderPage(page: PageData): string {
  const connected = page.status.state === 'connected'
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${connected ? 'Connected' : 'Not connected'} · Acme Notes Sync</title>
<link rel="stylesheet" href="/acme.css">
<link rel="icon" href="data:,">
</head>
<body>
<header>
<p class="brand"><span aria-hidden="true">▤</span> Acme Notes Sync</p>
<p class="state ${connected ? 'on' : 'off'}">${connected ? 'connected' : 'not connected'}</p>
</header>
<main>
${page.notice && renderNotice(page.notice, page.retryUrl)}
${connected ? renderConnection(page) : renderInvitation(page.notice?.next === 'connect')}
</main>
<footer><p>An example application. It keeps its tokens with @mandate/client.</p></footer>
</body>
</html>
`)
}

function renderNotice({ tone, text, next }: Notice, retryUrl: string): Html {
  const step = {
    connect: button('/connect', 'Connect again', 'main'),
    retry: html`<a class="button" href="${retryUrl}">Try again</a>`,
    none: '',
  }[next ?? 'none']
  return html`<section class="notice ${tone}" role="${tone === 'bad' ? 'alert' : 'status'}">
<p>${text}</p>
${step}
</section>
`
}

function renderInvitation(isOffered: boolean): Html {
  return html`<section class="invitation">
<h1>Your notes, wherever you work</h1>
<p>Connect your account, and Acme shows the notes you keep there. You sign in on the platform’s own
page: Acme never sees your password, and you can disconnect at any time.</p>
${isOffered ? '' : button('/connect', 'Connect your notes', 'main')}
</section>
`
}

function renderConnection({ data, status, now }: PageData): Html {
  return html`<h1>Your notes</h1>
${data && renderData(data)}
<section aria-labelledby="connection">
<h2 id="connection">The connection</h2>
<dl>
${data && line(['signed in as', data.connectedAs])}
${status.state === 'connected' ? renderToken(status, now) : ''}
</dl>
${status.state === 'connected' && status.idToken !== undefined ? renderClaims(status.idToken.claims) : ''}
<div class="actions">
${button('/call', 'Call the API')}
${button('/refresh', 'Refresh now')}
${button('/disconnect', 'Disconnect', 'grave')}
</div>
</section>
`
}

function renderData({ notes }: ApiData): Html {
  const items = notes.map(({ text }) => html`<li>${text}</li>`)
  return html`<section aria-label="Notes">
${items.length === 0 ? html`<p class="quiet">No notes yet. Write the first one.</p>` : html`<ul>${items}</ul>`}
<form class="add" method="post" action="/notes">
<label for="text">New note</label>
<input id="text" name="text" maxlength="500" required autocomplete="off">
<button>Add</button>
</form>
</section>
`
}

function renderToken(status: GrantStatus & { state: 'connected' }, now: number): readonly Html[] {
  const { scope, expiresAt } = status
  return [
    line(['may do', scope ?? 'what the platform grants by default']),
    line(['access token', expiresAt === null ? 'good until refused' : remaining(expiresAt, now)]),
  ]
}

/** The claims of the ID token by their names, for developers who look at the example. */
function renderClaims(claims: IdTokenClaims): Html {
  const lines = Object.entries(claims).map(([name, value]) =>
    line([name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
  return html`<details>
<summary>The ID token</summary>
<dl>
${lines}
</dl>
</details>
`
}

function remaining(expiresAt: number, now: number): string {
  const seconds = Math.round((expiresAt - now) / 1000)
  if (seconds <= 0) return 'expired; the next call renews it'
  const minutes = Math.floor(seconds / 60)
  return `good for ${minutes > 0 ? `${minutes} min ` : ''}${seconds % 60} s, then renewed by itself`
}

function line([name, value]: readonly [string, string]): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`
}

function button(action: string, label: string, kind: 'main' | 'grave' | 'plain' = 'plain'): Html {
  return html`<form method="post" action="${action}"><button class="${kind}">${label}</button></form>`
}
