/**
 * The reference of the admin API for people: Swagger UI, whose files come from the package
 * `@fastify/swagger-ui` and are served from here, with no script of another origin and no eval. It
 * only shows: without requests there are no tokens in a page.
 */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

interface ReferenceFile {
  readonly body: Buffer
  readonly contentType: string
  readonly etag: string
}

/** What the page may load: nothing from elsewhere, no inline script, no eval. */
export const REFERENCE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // The viewer sets style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mandate admin API</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/admin/reference/swagger-ui.css">
<link rel="stylesheet" href="/admin/reference/reference.css">
</head>
<body>
<main id="reference"><noscript><p>This page needs JavaScript. The description that it shows is at <a href="/admin/openapi.json">/admin/openapi.json</a>.</p></noscript></main>
<script src="/admin/reference/swagger-ui-bundle.js"></script>
<script src="/admin/reference/start.js"></script>
</body>
</html>
`

const START = `SwaggerUIBundle({
  url: '/admin/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  supportedSubmitMethods: [],
  validatorUrl: null,
})
`

const STYLE = `body { margin: 0; background: #fff; }
noscript p { margin: 2rem; font: 1rem/1.5 system-ui, sans-serif; }
.swagger-ui .auth-wrapper, .swagger-ui .scheme-container { display: none; }
`

const folder = join(
  dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json')),
  'static',
)

/** By the name below `/admin/reference/`; the empty name is the page. */
const files: ReadonlyMap<string, ReferenceFile> = new Map([
  ['', file(Buffer.from(PAGE), 'text/html; charset=utf-8')],
  ['start.js', file(Buffer.from(START), 'text/javascript; charset=utf-8')],
  ['reference.css', file(Buffer.from(STYLE), 'text/css; charset=utf-8')],
  ...(
    [
      ['swagger-ui.css', 'text/css; charset=utf-8'],
      ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
    ] as const
  ).map(([name, type]) => [name, file(readFileSync(join(folder, name)), type)] as const),
])

export function referenceFile(name: string): ReferenceFile | undefined {
  return files.get(name)
}

function file(body: Buffer, contentType: string): ReferenceFile {
  return { body, contentType, etag: `"${createHash('sha256').update(body).digest('base64url')}"` }
}
