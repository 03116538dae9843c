#!/usr/bin/env node
/* `npx @mandate/demo` is `mandate demo`, in the JavaScript that any Node reads, as `mandate` begins. */
'use strict'

process.argv.splice(2, 0, 'demo')
require('mandate/start').start()
