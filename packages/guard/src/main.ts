#!/usr/bin/env node
/** The command `mandate-guard`. */

import { main } from './program/serve.ts'

await main()
