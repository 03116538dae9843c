/** Draws the content of a mail as text and as HTML. */

import { type Html, html } from '../pages/html.ts'
import { type Block, type ButtonColors, type Content, type MailProps, said } from './content.ts'

/** A mail that is ready to be sent. */
export interface Rendered {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Neither has line breaks in the subject, whatever the names in it contain. */
export function render(props: MailProps, content: Content): Rendered {
  const subject = said(content.subject)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  const { words, brandName: brand, supportUrl, buttons = usualButtons } = props
  const reason = said(words.mail.reason({ brand }))
  const support = supportUrl == null ? [] : [`${words.foot.support}: ${supportUrl}`]
  return {
    subject,
    text: `${[...content.blocks.map(asText), ['-- ', reason, ...support].join('\n')].join('\n\n')}\n`,
    html: document(props, {
      ...{ subject, reason, buttons },
      blocks: content.blocks.map((block) => asHtml(block, buttons.light)),
    }),
  }
}

const usualButtons = {
  light: { background: '#93312a', text: '#fffaf3' },
  dark: { background: '#b0463b', text: '#fffaf3' },
} as const

function asText(block: Block): string {
  switch (block.is) {
    case 'paragraph':
      return said(block.text)
    case 'details':
      return block.rows.map(([label, value]) => `${label}: ${value}`).join('\n')
    case 'link':
      return `${block.label}:\n${block.address}`
  }
}

/**
 * Styles are inline, because many mail programs drop style sheets. Colours are chosen in pairs, so
 * that programs which turn them around in the dark keep the contrast.
 */
function asHtml(block: Block, button: ButtonColors): Html {
  switch (block.is) {
    case 'paragraph':
      return html`<p style="margin:0 0 16px">${said(block.text)}</p>`
    case 'details':
      return html`<div class="details" style="margin:0 0 16px;padding:12px 16px;background-color:#f3eee4;color:#2b2521;border-radius:8px">${block.rows.map(
        ([label, value]) =>
          html`<p style="margin:0 0 4px"><span style="font-weight:600">${label}:</span> <bdi>${value}</bdi></p>`,
      )}</div>`
    case 'link':
      return html`<p style="margin:24px 0"><a class="button" href="${block.address}" style="display:inline-block;padding:12px 20px;background-color:${button.background};color:${button.text};border-radius:8px;font-weight:600;text-decoration:none">${block.label}</a></p>
<p class="quiet" style="margin:0 0 16px;font-size:13px;color:#675c51;overflow-wrap:anywhere"><a class="quiet" href="${block.address}" style="color:#675c51">${block.address}</a></p>`
  }
}

function document(
  { words, brandName, supportUrl }: MailProps,
  {
    subject,
    reason,
    buttons: { dark },
    blocks,
  }: {
    readonly subject: string
    readonly reason: string
    readonly buttons: { readonly dark: ButtonColors }
    readonly blocks: readonly Html[]
  },
): string {
  const { language, direction } = words
  const support =
    supportUrl != null &&
    html` <a class="quiet" href="${supportUrl}" style="color:#675c51">${words.foot.support}</a>`
  return `<!DOCTYPE html>\n${html`<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8"/>
<title>${subject}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="supported-color-schemes" content="light dark"/>
<style>
@media (prefers-color-scheme: dark) {
  .paper { background-color: #221e1b !important; color: #f2ebe1 !important; }
  .details { background-color: #171412 !important; color: #f2ebe1 !important; }
  .quiet { color: #b8ac9d !important; border-color: #3b342e !important; }
  .button { background-color: ${dark.background} !important; color: ${dark.text} !important; }
}
</style>
</head>
<body class="paper" style="margin:0;padding:0;background-color:#fffdf9;color:#2b2521">
<div class="paper" lang="${language}" dir="${direction}" style="max-width:560px;margin:0 auto;padding:32px 20px;background-color:#fffdf9;color:#2b2521;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;overflow-wrap:anywhere">
<p class="quiet" style="margin:0 0 8px;font-weight:600;color:#675c51"><bdi>${brandName}</bdi></p>
<h1 style="margin:0 0 24px;font-size:22px;line-height:1.3;font-weight:700">${subject}</h1>
${blocks}
<p class="quiet" style="margin:32px 0 0;padding:16px 0 0;border-top:1px solid #e2d9ca;font-size:13px;color:#675c51">${reason}${support}</p>
</div>
</body>
</html>`}\n`
}
