/** The user journeys in WebKitGTK. */

import { needs } from '../../../../scripts/debian/programs.ts'
import { tryJourneys } from './journeys.ts'
import { openWebKit } from './webkit.ts'

tryJourneys('WebKitGTK', openWebKit, needs('webkit', 'xvfb'))
