/** The user journeys in Chromium. */

import { openChromium } from './chromium.ts'
import { tryJourneys } from './journeys.ts'

tryJourneys('Chromium', openChromium)
