/**
 * Charts, drawn on the server: numbers in, markup out, no script. A chart is a figure with a heading,
 * what it says in one sentence, a drawing, a legend with totals, and all its numbers as a table behind
 * a button. Only the shapes are SVG, stretched to the width of the page; what is to be read is text of
 * the page, so it has the same size in every window. Colours are classes of `charts.css`.
 */

import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'

const text = consoleWords.charts

export interface Series {
  readonly name: string
  /** One for each column; null where there is nothing to say. */
  readonly values: readonly (number | null)[]
  /** What the legend says beside the name, such as the total. */
  readonly sum?: string
}

export interface ChartProps {
  /** Unique on the page. */
  readonly id: string
  readonly title: string
  /** What the numbers say, in one sentence. */
  readonly says: string
  readonly draw: 'bars' | 'lines'
  /** The columns in words: for the axis, and whole. */
  readonly columns: readonly { readonly short: string; readonly long: string }[]
  /** At most six, of which bars are stacked in this order from below. */
  readonly series: readonly Series[]
  /** A value in words, with its unit. */
  readonly inWords: (value: number) => string
}

/** The width of a column and the height of the drawing, in units of its own. */
const COLUMN = 10
const HEIGHT = 100
/** Bars have a gap between them. */
const BAR = { start: 1, width: 8 } as const

export function chart(props: ChartProps): Html {
  const { id, title, says, columns, series, inWords } = props
  const caption = html`<figcaption><h3 id="${id}">${title}</h3><p class="soft">${says}</p></figcaption>`
  // Axes without a value say nothing.
  if (series.every(({ values }) => values.every((value) => value === null || value === 0))) {
    return html`<figure class="sheet chart" aria-labelledby="${id}">${caption}</figure>`
  }
  const top = ceiling(highest(props))
  const marks = top === 1 ? [top, 0] : [top, top / 2, 0]
  const places = [0, Math.floor((columns.length - 1) / 2), columns.length - 1]
  return html`<figure class="sheet chart" aria-labelledby="${id}">
${caption}
<div class="plot">
<div class="axis-y" aria-hidden="true">${marks.map((mark) => html`<span>${inWords(mark)}</span>`)}</div>
${drawing(props, top)}
<div class="axis-x" aria-hidden="true">${places.map((place) => html`<span>${columns[place]?.short}</span>`)}</div>
</div>
${
  series.length > 0 &&
  html`<ul class="legend">${series.map(
    ({ name, sum }, place) =>
      html`<li><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true" focusable="false"><rect class="series-${place + 1}" width="10" height="10"/></svg><span>${name}${sum !== undefined && html` <strong>${sum}</strong>`}</span></li>\n`,
  )}</ul>`
}
${numbers(props)}
</figure>`
}

function drawing(props: ChartProps, top: number): Html {
  const { id, title, says, draw, columns, series } = props
  const width = columns.length * COLUMN
  const grid = [0, HEIGHT / 2, HEIGHT].map((y) => html`<path class="grid" d="M0 ${y}H${width}"/>`)
  return html`<svg class="drawing" viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-says" focusable="false">
<title id="${id}-title">${title}</title><desc id="${id}-says">${says}</desc>
${grid}
${draw === 'lines' && series.map(({ values }, place) => line(values, { place, top }))}
${columns.map(
  (_, column) =>
    html`<g><title>${told(props, column)}</title>${
      draw === 'bars' && bars(series, { column, top })
    }<rect class="whole-column" x="${column * COLUMN}" width="${COLUMN}" height="${HEIGHT}"/></g>\n`,
)}</svg>`
}

/** The bars of one column, one on the other. */
function bars(
  series: readonly Series[],
  { column, top }: { readonly column: number; readonly top: number },
): readonly Html[] {
  let below = 0
  return series.flatMap(({ values }, place) => {
    const value = values[column] ?? 0
    if (value === 0) return []
    below += value
    const [y, height] = [rounded(HEIGHT - (below / top) * HEIGHT), rounded((value / top) * HEIGHT)]
    return html`<rect class="series-${place + 1}" x="${column * COLUMN + BAR.start}" y="${y}" width="${BAR.width}" height="${height}"/>`
  })
}

/** A line with gaps where there is no value. A value between two gaps is a dot. */
function line(
  values: readonly (number | null)[],
  { place, top }: { readonly place: number; readonly top: number },
): Html {
  const path = values.map((value, column) => {
    if (value === null) return ''
    const begins = (values[column - 1] ?? null) === null
    const [x, y] = [(column + 0.5) * COLUMN, rounded(HEIGHT - (value / top) * HEIGHT)]
    return `${begins ? 'M' : 'L'}${x} ${y}${begins ? 'h0.01' : ''}`
  })
  return html`<path class="line series-${place + 1}" d="${path.join('')}"/>`
}

/** One column in words, for the pointer that rests on it. */
function told({ columns, series, inWords }: ChartProps, column: number): string {
  const values = series.flatMap(({ name, values }) => {
    const value = values[column] ?? null
    return value === null ? [] : [`${name}: ${inWords(value)}`]
  })
  return [columns[column]?.long, ...values].join('\n')
}

function numbers({ id, title, columns, series, inWords }: ChartProps): Html {
  return html`<details class="numbers">
<summary>${text.numbers}<span class="unseen"> ${title}</span></summary>
<div class="numbers-room" tabindex="0" role="region" aria-labelledby="${id}">
<table>
<caption class="unseen">${title}</caption>
<thead><tr><th scope="col">${text.time}</th>${series.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>
${columns.map(
  ({ long }, column) =>
    html`<tr><th scope="row">${long}</th>${series.map(({ values }) => {
      const value = values[column] ?? null
      return html`<td class="number">${value === null ? '–' : inWords(value)}</td>`
    })}</tr>\n`,
)}</tbody>
</table>
</div>
</details>`
}

/** The highest that is drawn: of bars, the sum of a column. */
function highest({ draw, columns, series }: ChartProps): number {
  const heights = columns.map((_, column) => {
    const values = series.map((one) => one.values[column] ?? 0)
    return draw === 'bars' ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values)
  })
  return Math.max(0, ...heights)
}

/** A round number that is not below the value, whose half is whole too (but for 1). */
export function ceiling(value: number): number {
  if (value <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 4, 6, 8, 10].find((one) => one * power >= value) ?? 10
  return step * power
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
