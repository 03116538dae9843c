import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { counted, inWords } from './formats.ts'

export const installations: Words['installations'] = {
  since: ({ day }) => phrase`مرتبط منذ ${day}`,
  sinceFrom: ({ day, place }) => phrase`مرتبط منذ ${day}، من ${place}`,
  lastUsed: ({ ago }) => phrase`آخر استخدام ${ago}`,
  neverUsed: 'لم يُستخدم بعد',
  unknownPlace: 'متصفح غير معروف',
  more: ({ times }) =>
    counted(times, {
      zero: 'عمليات الربط الأخرى غير المدرجة لهذا التطبيق: #.',
      one: 'توجد عملية ربط أخرى لهذا التطبيق غير مدرجة. إلغاء ربط التطبيق ينهيها أيضًا.',
      two: 'توجد عمليتا ربط أخريان لهذا التطبيق غير مدرجتين. إلغاء ربط التطبيق ينهيهما أيضًا.',
      few: 'توجد # عمليات ربط أخرى لهذا التطبيق غير مدرجة. إلغاء ربط التطبيق ينهيها أيضًا.',
      many: 'توجد # عملية ربط أخرى لهذا التطبيق غير مدرجة. إلغاء ربط التطبيق ينهيها أيضًا.',
      other: 'توجد # عملية ربط أخرى لهذا التطبيق غير مدرجة. إلغاء ربط التطبيق ينهيها أيضًا.',
    }),
  disconnectEverywhere: ({ client }) => phrase`إلغاء الربط في كل مكان ${client}`,
  disconnectOne: ({ place }) => phrase`إلغاء الربط ${place}`,
  disconnected: ({ client }) =>
    phrase`انتهت عملية الربط هذه مع ${client}. تبقى عمليات ربطه الأخرى.`,

  delegates: ({ client }) => phrase`هذه البرامج تعمل نيابة عنك عبر ${client}:`,
  delegateThrough: ({ delegate, by }) => phrase`${delegate} عبر ${by}`,
  delegateSince: ({ day }) => phrase`منذ ${day}`,
  endDelegate: ({ delegate }) => phrase`إنهاء الوصول ${delegate}`,
  delegateEnded: ({ delegate }) =>
    phrase`لم يعد بإمكان ${delegate} العمل نيابة عنك عبر ذلك التطبيق.`,
  delegateStays: 'يبقى التطبيق الذي منح الوصول مرتبطًا.',

  takeBack: ({ permission }) => phrase`سحب ${permission}`,
  takeBackTitle: ({ client }) => phrase`سحب الإذن من ${client}؟`,
  noLongerCan: ({ client, permission }) => phrase`لم يعد بإمكان ${client} فعل هذا: ${permission}`,
  stillCan: ({ permissions }) => phrase`يبقى له: ${inWords.list(permissions)}`,
  mayAskAgain:
    'قد تتوقف أجزاء من التطبيق عن العمل. وإذا احتاج إلى الإذن، فعليه أن يطلبه منك مرة أخرى.',
  takeBackButton: 'سحب',
  takenBack: ({ client, permission }) => phrase`لم يعد بإمكان ${client} فعل هذا: ${permission}`,
  atOnce: ({ client }) => phrase`يسري ذلك فورًا. يبقى ${client} مرتبطًا بالأذونات الباقية.`,
  lastPermission: 'هذا هو الإذن الوحيد لعملية الربط هذه. لسحبه، يُرجى إلغاء ربط التطبيق.',

  disconnectAll: 'إلغاء ربط جميع التطبيقات',
  disconnectAllTitle: 'إلغاء ربط جميع التطبيقات؟',
  allEnd: 'لن يستطيع أي تطبيق التصرف نيابةً عنك، على أي من أجهزتك. يسري ذلك فورًا.',
  accountStays: 'يبقى حسابك وما خزّنته لدينا كما هو.',
  mustAsk: 'على كل تطبيق أن يطلب موافقتك مجددًا قبل أن يرتبط.',
  allDisconnected: 'تم إلغاء ربط جميع التطبيقات.',
  noneActs: 'لاستخدام أحدها مجددًا، يمكنك ربطه من داخل التطبيق.',

  keptOut: 'تطبيقات ألغيت ربطها',
  keptOutBy: ({ issuer, client }) => phrase`لم يعد بإمكان ${issuer} ربط ${client} نيابةً عنك.`,
  allowAgain: ({ client }) => phrase`السماح لتطبيق ${client} مرة أخرى`,
  allowedAgain: ({ issuer, client }) =>
    phrase`يمكن أن يربط ${issuer} التطبيق ${client} نيابةً عنك مرة أخرى.`,
}
