/**
 * The default page for a problem: one sentence and a link. It needs no script and no other file.
 */

import type { SignInError } from './errors.ts'

export function problemPage({ forPerson, loginUrl }: SignInError): string {
  const link =
    loginUrl === undefined ? '' : `\n<p><a href="${escaped(loginUrl)}">Sign in again</a></p>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign-in</title>
<style>body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}</style>
</head>
<body>
<h1>That did not work</h1>
<p>${escaped(forPerson)}</p>${link}
</body>
</html>
`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
