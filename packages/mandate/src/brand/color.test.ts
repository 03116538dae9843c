import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assets } from '../pages/assets.ts'
import { colorProblem, contrast, pressedShade, readableShade, surfaces, textOn } from './color.ts'

const parts = ['00', '33', '66', '99', 'cc', 'ff']
const colors = parts.flatMap((red) =>
  parts.flatMap((green) => parts.map((blue) => `#${red}${green}${blue}`)),
)
const schemes = ['light', 'dark'] as const

test('contrast is as WCAG defines it', () => {
  assert.equal(contrast('#000000', '#ffffff').toFixed(2), '21.00')
  assert.equal(contrast('#ffffff', '#767676').toFixed(2), '4.54')
  assert.equal(contrast('#93312a', '#93312A'), 1)
})

test('text on any colour can be read, on a pressed button too, and links on every page', () => {
  for (const color of colors) {
    const text = textOn(color)
    assert.ok(contrast(color, text) >= 4.5, `${text} on ${color}`)
    assert.ok(contrast(pressedShade(color), text) >= 4.5, `${text} on pressed ${color}`)
    for (const scheme of schemes) {
      for (const surface of surfaces[scheme]) {
        assert.ok(contrast(readableShade(color, scheme), surface) >= 4.5, `${color} on ${surface}`)
      }
    }
  }
})

test('a colour that cannot be seen is refused with the nearest that can', () => {
  assert.equal(colorProblem('#0a5c8f', 'light'), undefined)
  assert.match(colorProblem('#ffe14d', 'light') ?? '', /^"#99872e".* 3:1 .* has 1\.1:1$/)
  assert.match(colorProblem('#003366', 'dark') ?? '', /^"#[0-9a-f]{6}", the nearest .* dark pages/)
  for (const text of ['blue', '#fff', '0a5c8f', '#0a5c8f80', '']) {
    assert.match(colorProblem(text, 'light') ?? '', /^a colour such as "#0a5c8f"/, text)
  }
  for (const color of colors) {
    for (const scheme of schemes) {
      const [, nearest] = /^"(#\w+)"/.exec(colorProblem(color, scheme) ?? '') ?? []
      if (nearest !== undefined) assert.equal(colorProblem(nearest, scheme), undefined, color)
    }
  }
})

test('the surfaces are those of the stylesheet', () => {
  const [light = '', dark = ''] =
    assets.get('stylesheet.css')?.body.toString().split('@media (prefers-color-scheme: dark)') ?? []
  for (const [scheme, css] of [
    ['light', light],
    ['dark', dark],
  ] as const) {
    const found = ['paper', 'sheet', 'flap'].map(
      (name) => new RegExp(`--${name}: (#\\w+)`).exec(css)?.[1],
    )
    assert.deepEqual(found, surfaces[scheme])
  }
})
