/** The user journeys in Firefox ESR. */

import { needs } from '../../../../scripts/debian/programs.ts'
import { openFirefox } from './firefox.ts'
import { tryJourneys } from './journeys.ts'

tryJourneys('Firefox ESR', openFirefox, needs('firefox'))
