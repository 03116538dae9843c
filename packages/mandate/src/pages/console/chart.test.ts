import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ChartProps, ceiling, chart } from './chart.ts'

const props: ChartProps = {
  ...{ id: 'sign-ins', title: 'Sign-ins', says: 'Six.', draw: 'bars', inWords: String },
  columns: ['0', '1', '2'].map((short) => ({ short, long: `hour ${short}` })),
  series: [
    { name: 'Done', values: [1, 0, 2], sum: '3' },
    { name: 'Failed', values: [3, 0, 0], sum: '3' },
  ],
}

test('bars stand on each other, and the highest column reaches the top', () => {
  const drawn = String(chart(props))
  const bars = [
    ...drawn.matchAll(
      /<rect class="(series-\d)" x="(\d+)" y="([\d.]+)" width="8" height="([\d.]+)"/g,
    ),
  ]
  assert.deepEqual(
    bars.map(([, ...parts]) => parts.join(' ')),
    ['series-1 1 75 25', 'series-2 1 0 75', 'series-1 21 50 50'],
  )
})

test('every number is in the table, and the drawing has a name and says what it says', () => {
  const drawn = String(chart(props))
  const cells = [...drawn.matchAll(/<td class="number">(.*?)<\/td>/g)].map(([, cell]) => cell)
  assert.deepEqual(cells, ['1', '3', '0', '0', '2', '0'])
  assert.match(
    drawn,
    /role="img" aria-labelledby="sign-ins-title" aria-describedby="sign-ins-says"/,
  )
  assert.match(drawn, /<desc id="sign-ins-says">Six\.<\/desc>/)
  assert.doesNotMatch(drawn, /style=|<script|on\w+=/)
})

test('a line has a gap where nothing was measured', () => {
  const series = [{ name: 'Half', values: [4, null, 2] }]
  const drawn = String(chart({ ...props, draw: 'lines', series }))
  assert.match(drawn, /<path class="line series-1" d="M5 0h0\.01M25 50h0\.01"\/>/)
  assert.match(drawn, /<td class="number">–<\/td>/)
})

test('names are text, whatever is in them', () => {
  const hostile = '</svg><script>alert(1)</script>"'
  const series = [{ name: hostile, values: [1, 1, 1] }]
  const drawn = String(chart({ ...props, title: hostile, says: hostile, series }))
  assert.doesNotMatch(drawn, /<script/)
  assert.doesNotMatch(String(chart({ ...props, series: [] })), /NaN|undefined/)
})

test('the top of an axis is round, and so is its half', () => {
  const tops = [0, 1, 2, 3, 7, 9, 11, 399, 400, 401, 999_999].map(ceiling)
  assert.deepEqual(tops, [1, 1, 2, 4, 8, 10, 20, 400, 400, 600, 1_000_000])
})
