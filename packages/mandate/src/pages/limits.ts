/** What limits a permission: a sentence for each limit, and the fields in which a person lowers them. */

import type { LimitValue } from '../oauth/details/limits.ts'
import type { ShownDetail, ShownLimit } from '../oauth/details/shown.ts'
import type { Words } from '../words/en/en.ts'
import { type Html, html } from './html.ts'
import { inEnglish } from './layout.ts'
import { inWordsOf, labelled } from './translated.ts'

/** Null if nothing is limited. */
export function limitList(words: Words, limits: readonly ShownLimit[]): Html | null {
  const sentences = limits.flatMap((one) =>
    one.limit === null ? [] : [html`<li>${sentence(words, one, one.limit)}</li>`],
  )
  return sentences.length === 0 ? null : html`<ul class="limits">${sentences}</ul>`
}

/**
 * The fields of a form that lowers limits, with what they are now: named `limit.` and the detail's place
 * and member. `ids` makes their ids unique on the page; `form` is the id of a form that they are not in.
 * Null if there is nothing to lower.
 */
export function limitFields(
  words: Words,
  details: readonly ShownDetail[],
  { ids, form }: { readonly ids: string; readonly form?: string },
): Html | null {
  const groups = details.flatMap(({ title, limits }, place) => {
    const fields = limits
      // The currency of an amount that is not limited is unknown.
      .filter(({ is, limit }) => is !== 'amount' || limit !== null)
      .map((one) => {
        const { member, is, limit } = one
        const id = `${ids}-${place}-${member}`
        return html`<div class="field"><label for="${id}">${fieldLabel(words, one)}</label>
<input id="${id}" name="limit.${place}.${member}" autocomplete="off"${form !== undefined && html` form="${form}"`}${inputOf(is, limit)}/></div>`
      })
    if (fields.length === 0) return []
    return [
      html`<fieldset class="fields"><legend>${labelled(words, title)}</legend>${fields}</fieldset>`,
    ]
  })
  return groups.length === 0 ? null : html`${groups}`
}

/** In the operator's words, or in ours. */
function sentence(words: Words, { words: own }: ShownLimit, limit: LimitValue): Html {
  if (own !== null) {
    const { text, isEnglish } = inWordsOf(words, own)
    const [before = '', after = ''] = text.split('{limit}')
    return html`<span${isEnglish && inEnglish(words)}>${before}<bdi>${valueText(words, limit)}</bdi>${after}</span>`
  }
  const { limits } = words
  if (limit.is === 'calls') return html`${limits.calls({ times: limit.calls })}`
  const value = html`<bdi>${valueText(words, limit)}</bdi>`
  return limit.is === 'amount'
    ? html`${limits.amount({ amount: value })}`
    : html`${limits.until({ time: value })}`
}

function valueText({ inWords }: Words, limit: LimitValue): string {
  if (limit.is === 'amount') return inWords.money(limit.amount.value, limit.amount.currency)
  return limit.is === 'calls' ? inWords.number(limit.calls) : inWords.exactly(limit.until)
}

/** The operator's words tell several amounts apart. */
function fieldLabel(words: Words, one: ShownLimit): Html {
  const { is, limit } = one
  const { limits } = words
  if (one.words !== null && limit !== null) return sentence(words, one, limit)

  if (is === 'calls') return html`${limits.callsField}`
  if (is === 'until') return html`${limits.untilField}`
  const currency = limit?.is === 'amount' ? limit.amount.currency : ''
  return html`${limits.amountField({ currency })}`
}

/** The browser helps with what the server checks: no more than now. */
function inputOf(is: ShownLimit['is'], limit: LimitValue | null): Html {
  if (limit === null) {
    return is === 'until'
      ? html` type="datetime-local"`
      : html` type="number" min="0" step="1" inputmode="numeric"`
  }
  if (limit.is === 'calls') {
    return html` type="number" min="0" max="${limit.calls}" step="1" value="${limit.calls}" inputmode="numeric"`
  }
  if (limit.is === 'amount') {
    const { digits } = limit
    const { value } = limit.amount
    const step = digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`
    return html` type="number" min="0" max="${value}" step="${step}" value="${value}" inputmode="decimal"`
  }
  const time = new Date(limit.until * 1000).toISOString().slice(0, 19)
  const value = time.endsWith(':00') ? time.slice(0, 16) : time
  return html` type="datetime-local" max="${value}" value="${value}"${value.length > 16 && html` step="1"`}`
}
