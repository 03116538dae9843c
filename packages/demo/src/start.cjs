#!/usr/bin/env node
/* `npx @mandate/demo` is `mandate demo`, in JavaScript that any Node can read. */
'use strict'

process.argv.splice(2, 0, 'demo')
require('mandate/start').start()
