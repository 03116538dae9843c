/** The pages of the demo's mailbox. */

export interface ReceivedMail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** When it came (ISO 8601). */
  readonly at: string
}

/** All mails, newest first. It renews itself. */
export function mailboxPage(mails: readonly ReceivedMail[]): string {
  const rows = mails.map(
    ({ id, to, subject, at }) =>
      `<li><a href="/mails/${id}">${escaped(subject)}</a><span>to ${escaped(to)}, ${timeOf(at)} UTC</span></li>`,
  )
  const list =
    rows.length > 0
      ? `<ul>${rows.join('\n')}</ul>`
      : '<p>No mail yet. Connect an app, or press “Forgot your password?” at the sign-in.</p>'
  return page('Mailbox', `<h1>Mailbox of the demo</h1>${list}`, { renews: true })
}

/** One mail as mail programs show it, and its text below. */
export function mailPage({ id, to, subject, text, at }: ReceivedMail): string {
  return page(
    subject,
    `<p><a href="/">All mail</a></p>
<h1>${escaped(subject)}</h1>
<p>To ${escaped(to)}, ${timeOf(at)} UTC</p>
<iframe title="The mail" src="/mails/${id}/html"></iframe>
<h2>As text</h2>
<pre>${linked(escaped(text))}</pre>`,
  )
}

/** The mail itself, whose links open in a tab of their own. */
export function htmlPart({ html }: ReceivedMail): string {
  return html.replace('<head>', '<head><base target="_blank"/>')
}

function page(title: string, body: string, { renews = false } = {}): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
${renews ? '<meta http-equiv="refresh" content="5"/>' : ''}
<style>
:root { color-scheme: light dark }
body { max-width: 44rem; margin: 0 auto; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.25 }
h2 { font-size: 1.125rem }
ul { padding: 0; list-style: none }
li { padding: 0.75rem 0; border-block-end: 1px solid GrayText }
li a { display: block; font-weight: 600 }
iframe { width: 100%; height: 40rem; border: 1px solid GrayText; border-radius: 8px; background: Canvas }
pre { white-space: pre-wrap; font-size: 0.875rem }
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`
}

function timeOf(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`
}

function linked(text: string): string {
  return text.replace(/https?:\/\/[^\s<]+/g, '<a href="$&" target="_blank" rel="noreferrer">$&</a>')
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
