/** Every page of the operator's console in each of its states. They are in English only. */

import { keysPage } from '../src/pages/console/keys.ts'
import { overviewPage } from '../src/pages/console/overview.ts'
import { questionPage } from '../src/pages/console/question.ts'
import { missingPage, noOperatorPage, notAllowedPage } from '../src/pages/console/refusals.ts'
import { refusalPage, refusalsPage } from '../src/pages/console/refused.ts'
import { userPage } from '../src/pages/console/user.ts'
import { usersPage } from '../src/pages/console/users.ts'
import { en } from '../src/words/en/en.ts'
import { type Picture, render } from './pictures.ts'
import * as frame from './samples/console/frame.ts'
import * as keys from './samples/console/keys.ts'
import { overviews } from './samples/console/overview.ts'
import * as refused from './samples/console/refused.ts'
import * as users from './samples/console/users.ts'

export const consolePictures: readonly Picture[] = [
  ...render(en, questionPage, { 'console-question': frame.questions }),
  ...render(en, missingPage, { 'console-missing': frame.missing }),
  ...render(en, notAllowedPage, { 'console-not-allowed': frame.notAllowed }),
  ...render(en, noOperatorPage, { 'console-no-operator': frame.noOperator }),
  ...render(en, overviewPage, { 'console-overview': overviews }),
  ...render(en, refusalsPage, { 'console-refusals': refused.list }),
  ...render(en, refusalPage, { 'console-refusal': refused.one }),
  ...render(en, keysPage, { 'console-keys': keys.list }),
  ...render(en, usersPage, { 'console-users': users.list }),
  ...render(en, userPage, { 'console-user': users.one }),
]
