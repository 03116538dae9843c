/** Every page of the operator's console in each of its states. They are in English only. */

import { questionPage } from '../src/pages/console/question.ts'
import { missingPage, noOperatorPage, notAllowedPage } from '../src/pages/console/refusals.ts'
import { userPage } from '../src/pages/console/user.ts'
import { usersPage } from '../src/pages/console/users.ts'
import { en } from '../src/words/en/en.ts'
import { type Picture, render } from './pictures.ts'
import * as frame from './samples/console/frame.ts'
import * as users from './samples/console/users.ts'

export const consolePictures: readonly Picture[] = [
  ...render(en, questionPage, { 'console-question': frame.questions }),
  ...render(en, missingPage, { 'console-missing': frame.missing }),
  ...render(en, notAllowedPage, { 'console-not-allowed': frame.notAllowed }),
  ...render(en, noOperatorPage, { 'console-no-operator': frame.noOperator }),
  ...render(en, usersPage, { 'console-users': users.list }),
  ...render(en, userPage, { 'console-user': users.one }),
]
