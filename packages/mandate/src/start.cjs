#!/usr/bin/env node
/*
 * The installed command begins here. An older Node cannot even read the rest: it would end with a
 * SyntaxError, or not know what a .ts file is. So this file says in one sentence what is missing, in
 * the JavaScript that any Node reads, and `main` starts only where the version does.
 */
'use strict'

const fs = require('fs')
const path = require('path')
const url = require('url')

/** `>=24.7` in package.json is the one place where the version stands. */
const wanted = require('../package.json').engines.node.replace(/[^0-9.]/g, '')

function isOlder(version, than) {
  const [has, needs] = [version, than].map((text) => text.split('.').map(Number))
  return has[0] !== needs[0] ? has[0] < needs[0] : has[1] < (needs[1] || 0)
}

if (isOlder(process.versions.node, wanted)) {
  // Written at once, also into a pipe: the process ends with the next statement.
  fs.writeSync(
    2,
    `mandate: This is Node ${process.versions.node}, and Mandate needs ${wanted} or newer: install a newer one, from https://nodejs.org for example.\n`,
  )
  process.exit(1)
}

exports.start = () => {
  const built = path.join(__dirname, 'main.js')
  const main = fs.existsSync(built) ? built : path.join(__dirname, 'main.ts')
  import(url.pathToFileURL(main).href)
}

if (require.main === module) exports.start()
